// A trace of a Monitor, exported to wherever the environment says, and printed as otelier says that Jaeger will answer it.
import { getMonitor } from '../../../src/public/index.ts';

const { tracer } = getMonitor({ serviceName: 'monitored' });
const id = tracer.startTrace('api_request', { traceId: process.argv[2], attributes: { user: 'ada', vip: true } });
await tracer.span(
  'call_provider',
  { attributes: { model: 'gpt-5', tokens: 150, ratio: 0.25, tags: ['a', 'b'] } },
  async (span) => {
    span.addEvent('Request sent', { message_count: 3 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await tracer.span('parse', async () => {});
    try {
      tracer.span('store', () => {
        throw new TypeError('disk is full');
      });
    } catch {}
  },
);
tracer.finishTrace(id);
process.stdout.write(JSON.stringify(tracer.exportJaeger(id)));
