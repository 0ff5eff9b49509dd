// An HTTP service: `GET /orders/<number>` takes an order, asks the service of its first argument (if there is one) for the goods, and answers
// with the trace it belongs to and the customer that baggage names. Prints its port; ends with its standard input.
import { createServer } from 'node:http';
import { context, logs, metrics, propagation, trace } from '@opentelemetry/api';

const [stockUrl] = process.argv.slice(2);
const tracer = trace.getTracer('shop-service', '1.2.0');
const logger = logs.getLogger('shop-service', '1.2.0');
const meter = metrics.getMeter('shop-service', '1.2.0');
const orders = meter.createCounter('shop.orders', { unit: '{order}', description: 'Orders taken' });
const prices = meter.createHistogram('shop.order.price', {
  description: 'What an order costs',
  advice: { explicitBucketBoundaries: [10, 20, 50, 100] },
});

const takeOrder = (number) =>
  tracer.startActiveSpan('take order', { attributes: { 'shop.order.number': number } }, async (span) => {
    orders.add(1, { 'shop.branch': 'north' });
    prices.record(number);
    logger.emit({ severityNumber: 9, severityText: 'INFO', body: `order ${number} taken` });
    if (stockUrl !== undefined) await (await fetch(`${stockUrl}/orders/${number}`)).text();
    span.end();
    const customer = propagation.getBaggage(context.active())?.getEntry('shop.customer')?.value;
    return { traceId: span.spanContext().traceId, customer };
  });

const server = createServer(async (request, response) => {
  const [, number] = /^\/orders\/(\d+)$/.exec(request.url) ?? [];
  if (number === undefined) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(await takeOrder(Number(number))));
});
server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
process.stdin.resume().on('end', () => {
  server.closeAllConnections();
  server.close();
});
