import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import type { Redaction } from './redaction.ts';

/** Keeps the exceptions of an application's span processor away from the code that starts or ends a span. It sees ended spans redacted. */
export function guardSpanProcessor(processor: SpanProcessor, redaction?: Redaction): SpanProcessor {
  return {
    onStart: (span, parentContext) => guarded('span', () => processor.onStart(span, parentContext)),
    onEnding: (span) => guarded('span', () => processor.onEnding?.(span)),
    onEnd: (span) => guarded('span', () => processor.onEnd(redaction?.span(span) ?? span)),
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

/** The same for log records. `redaction`: redacts the record in place before the processor sees it. */
export function guardLogRecordProcessor(processor: LogRecordProcessor, redaction?: Redaction): LogRecordProcessor {
  return {
    onEmit: (record, context) =>
      guarded('log record', () => {
        redaction?.logRecord(record);
        processor.onEmit(record, context);
      }),
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

function guarded(item: string, call: () => void): void {
  try {
    call();
  } catch (error) {
    warnOnce(
      `a ${item} processor passed to start() threw "${(error as Error)?.message}"; the ${item} is processed without it`,
    );
  }
}
