import { RandomIdGenerator } from '@opentelemetry/sdk-trace';
import { takeRequestedTraceId } from '../diagnostics/requested-trace-id.ts';

/** Random ids, but for a trace whose id was asked for (`tracer.startTrace(name, { traceId })`). */
export class RequestableIdGenerator extends RandomIdGenerator {
  override generateTraceId(): string {
    return takeRequestedTraceId() ?? super.generateTraceId();
  }
}
