import type { ReceivedLogRecord, ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { Delivery } from '../environment/delivery.ts';

/** What one program of the application left. */
export interface ApplicationPart {
  /** All of its trace, the span "work" first. */
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLogRecord[];
  /** The line that a logger printed. */
  readonly line: string | undefined;
}

/** Each program of test/fixtures/libraries/application.mjs has a trace of its own. */
export function partOf({ spans, logs, result }: Delivery, program: string): ApplicationPart {
  const works = spans.filter(({ name, attributes }) => name === 'work' && attributes['program'] === program);
  if (works.length !== 1) throw new Error(`expected one trace of ${program}, got ${works.length}`);
  const isOfProgram = ({ traceId }: { traceId?: string }): boolean => traceId === works[0]?.traceId;
  const lines = result.stdout.split('\n').filter((line) => line.includes('greeted'));
  return {
    spans: [...works, ...spans.filter((span) => isOfProgram(span) && span !== works[0])],
    logs: logs.filter(isOfProgram),
    line: lines[['winston', 'pino'].indexOf(program)],
  };
}
