// One order through the API alone: a span tree with an event, log records, metrics. Prints the trace id; nothing is flushed, it just ends.
import { logs, metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { withAttributes } from '../../../src/public/index.ts';

const tracer = trace.getTracer('shop', '1.2.0');
const logger = logs.getLogger('shop', '1.2.0');
const meter = metrics.getMeter('shop', '1.2.0');
const orders = meter.createCounter('shop.orders', { unit: '{order}', description: 'Orders taken' });
const stock = meter.createUpDownCounter('shop.stock', { unit: '{item}', description: 'Items in stock' });
const duration = meter.createHistogram('shop.order.duration', {
  unit: 's',
  description: 'Time an order takes',
  advice: { explicitBucketBoundaries: [0.1, 1, 10] },
});

await withAttributes({ 'app.tenant.id': 'acme' }, () =>
  tracer.startActiveSpan('order', { kind: SpanKind.SERVER, attributes: { 'shop.items': 3 } }, async (order) => {
    logger.emit({
      severityNumber: 9,
      severityText: 'INFO',
      body: 'order taken',
      attributes: { 'shop.priority': 'high' },
    });
    await tracer.startActiveSpan('charge', { kind: SpanKind.CLIENT }, async (charge) => {
      await new Promise((resolve) => setImmediate(resolve));
      charge.addEvent('card declined', { 'shop.card': 'test' });
      logger.emit({ severityNumber: 17, severityText: 'ERROR', body: 'card declined' });
      charge.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' });
      charge.end();
    });
    order.end();
    console.log(`trace ${order.spanContext().traceId}`);
  }),
);
orders.add(2, { 'shop.branch': 'north' });
orders.add(1, { 'shop.branch': 'north' });
stock.add(-3);
for (const seconds of [0.02, 0.3, 4]) duration.record(seconds);
