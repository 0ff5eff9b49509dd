// One subject in a process of its own: requests of a server span and four children, 1 % with an error. Prints what a span costs.
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { exportedSpans, SUBJECTS } from './subjects.ts';

const CHILDREN = 4;
const SPANS = CHILDREN + 1;
/** As many at a time, so that traces overlap as those of a server do. */
const AT_ONCE = 50;

function child(tracer: Tracer, context: Context, number: number): void {
  const span = tracer.startSpan(
    'SELECT orders',
    { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql' } },
    context,
  );
  span.setAttribute('db.response.returned_rows', number);
  span.end();
}

async function requests(tracer: Tracer, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    const roots = Array.from({ length: AT_ONCE }, () =>
      tracer.startSpan('GET /orders/:id', {
        root: true,
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': 'GET', 'url.path': '/orders/1' },
      }),
    );
    for (let number = 0; number < CHILDREN; number++)
      for (const root of roots) child(tracer, trace.setSpan(ROOT_CONTEXT, root), number);
    for (const [index, root] of roots.entries()) {
      root.setAttribute('http.response.status_code', 200);
      if ((done + index) % 100 === 0) root.setStatus({ code: SpanStatusCode.ERROR });
      root.end();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const [name = '', count = '20000'] = process.argv.slice(2);
const provider = SUBJECTS[name]?.();
if (provider === undefined) throw new Error(`expected one of ${Object.keys(SUBJECTS).join(', ')}, got "${name}"`);
const tracer = provider.getTracer('bench');
await requests(tracer, 4_000);
await provider.forceFlush();
const exportedBefore = exportedSpans();
const before = process.cpuUsage();
await requests(tracer, Number(count));
await provider.forceFlush();
const { user, system } = process.cpuUsage(before);
const spans = Number(count) * SPANS;
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(
  JSON.stringify({
    nanos: ((user + system) * 1_000) / spans,
    megabytes,
    kept: (exportedSpans() - exportedBefore) / spans,
  }),
);
process.exit();
