/**
 * The shop's stock: `GET /items?q=<text>` answers with the item that the text names. Every question about a teapot fails
 * with 503, so that the demo has a failure behind a second service; everything else always works.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendJson, spread, startLocalServer } from './local-server.ts';
import { createServiceLogger } from './service-logger.ts';

const logger = createServiceLogger();

const items = [
  { name: 'kettle', priceEuro: 34.5, inStock: 12, shipsInDays: 2 },
  { name: 'grinder', priceEuro: 79, inStock: 3, shipsInDays: 1 },
  { name: 'mug', priceEuro: 9.9, inStock: 140, shipsInDays: 1 },
  { name: 'scale', priceEuro: 24, inStock: 0, shipsInDays: 9 },
  { name: 'filter', priceEuro: 4.2, inStock: 610, shipsInDays: 1 },
];

const UNAVAILABLE_ITEM = 'teapot';

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://inventory');
  if (url.pathname === '/health') return sendJson(response, 200, { status: 'ok' });
  if (url.pathname !== '/items') return sendJson(response, 404, { error: 'not found' });
  await findItem((url.searchParams.get('q') ?? '').toLowerCase(), response);
}

async function findItem(text: string, response: ServerResponse): Promise<void> {
  await sleep(5 + spread(text, 20));
  if (text.includes(UNAVAILABLE_ITEM)) {
    logger.error('stock database does not answer', { item: UNAVAILABLE_ITEM });
    return sendJson(response, 503, { error: 'stock database does not answer' });
  }
  const item = items.find(({ name }) => text.includes(name));
  if (!item) {
    logger.warn('no such item in stock list', { itemCount: items.length });
    return sendJson(response, 200, { item: null });
  }
  logger.info('item found', { item: item.name, inStock: item.inStock });
  sendJson(response, 200, { item });
}

startLocalServer('inventory-service', handle);
