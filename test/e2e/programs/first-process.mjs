// The first process of its namespace sends itself the signals of which only the first process does not die.
import { setTimeout } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('first-process');
console.log('pid', process.pid);
for (const signal of ['SIGTERM', 'SIGINT']) {
  tracer.startSpan(`before ${signal}`).end();
  process.kill(process.pid, signal);
  // The time that a flush may take; without one there is nothing to wait for.
  await setTimeout(500);
  console.log('still there after', signal);
}
tracer.startSpan('after both').end();
