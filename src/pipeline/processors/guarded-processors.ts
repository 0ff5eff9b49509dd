import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { redactSpan } from './redacted-span.ts';

/** A span processor of the application's, of which a mistake must not reach the code that starts or ends a span. Ended spans hold no secrets for it. */
export function guardSpanProcessor(processor: SpanProcessor, redactor?: Redactor): SpanProcessor {
  const view = (span: ReadableSpan): ReadableSpan => (redactor === undefined ? span : redactSpan(span, redactor));
  return {
    onStart: (span, parentContext) => guarded('span', () => processor.onStart(span, parentContext)),
    onEnding: (span) => guarded('span', () => processor.onEnding?.(span)),
    onEnd: (span) => guarded('span', () => processor.onEnd(view(span))),
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

/** The same for log records. */
export function guardLogRecordProcessor(processor: LogRecordProcessor): LogRecordProcessor {
  return {
    onEmit: (record, context) => guarded('log record', () => processor.onEmit(record, context)),
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

function guarded(what: string, call: () => void): void {
  try {
    call();
  } catch (error) {
    warnOnce(
      `a ${what} processor passed to start() threw "${(error as Error)?.message}"; the ${what} goes on without it`,
    );
  }
}
