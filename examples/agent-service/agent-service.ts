/**
 * A shop's assistant, written the way applications are: node:http, fetch, the openai SDK, winston. It holds no telemetry
 * code; `withAttributes` is the one optional touch, to find a tenant's spans and logs again.
 *
 *   GET  /ask?q=<question>&tenant=<name>        POST /ask  {"q": "...", "tenant": "..."}        GET /health
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import OpenAI from 'openai';
import { withAttributes } from '../../src/public/index.ts';
import { readJson, sendJson, startLocalServer } from './local-server.ts';
import { createServiceLogger } from './service-logger.ts';

interface Item {
  readonly name: string;
  readonly priceEuro: number;
  readonly inStock: number;
  readonly shipsInDays: number;
}

interface Answer {
  readonly answer: string;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
}

/** A service behind this one failed; `status` is what our own caller gets to see. */
class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly status: number;

  constructor(message: string, status: number, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

const INVENTORY_TIMEOUT_MILLIS = 5_000;
const inventoryUrl = process.env['INVENTORY_URL'] ?? 'http://127.0.0.1:8081';
const model = process.env['OPENAI_MODEL'] ?? 'gpt-4o-mini';
const logger = createServiceLogger();
// Reads OPENAI_BASE_URL and OPENAI_API_KEY.
const openai = new OpenAI({ maxRetries: 1, timeout: 30_000 });

/** A key in a query and secrets in a log line: what happens in services, and never leaves this one. */
const { INVENTORY_TOKEN: token = 'none', INVENTORY_PASSWORD: password = 'none' } = process.env;

async function findItem(question: string): Promise<Item | null> {
  const url = `${inventoryUrl}/items?token=${token}&q=${encodeURIComponent(question)}`;
  logger.info('signed in', { apiKey: openai.apiKey });
  logger.info(`asking ${url}`, { password });
  const response = await fetch(url, { signal: AbortSignal.timeout(INVENTORY_TIMEOUT_MILLIS) }).catch((error) => {
    throw new UpstreamError('inventory is not reachable', 502, error);
  });
  const body = (await response.json()) as { item: Item | null };
  if (!response.ok) throw new UpstreamError(`inventory answered ${response.status}`, 502);
  return body.item;
}

function instructionsFor(item: Item | null): string {
  const instructions = 'You help the customers of a coffee shop. Answer only from the facts.';
  if (!item) return instructions;
  const stock = item.inStock > 0 ? `${item.inStock} are in stock` : 'none is in stock';
  const shipping = item.shipsInDays === 1 ? 'it ships tomorrow' : `it ships in ${item.shipsInDays} days`;
  return `${instructions} Facts: The ${item.name} costs ${item.priceEuro.toFixed(2)} EUR, ${stock}, ${shipping}.`;
}

async function complete(question: string, item: Item | null): Promise<Answer> {
  const stream = await openai.chat.completions.create({
    model,
    messages: [
      { role: 'system', content: instructionsFor(item) },
      { role: 'user', content: question },
    ],
    stream: true,
    stream_options: { include_usage: true },
  });
  let answer = '';
  let usage: Answer['usage'] = null;
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? '';
    if (chunk.usage) usage = { inputTokens: chunk.usage.prompt_tokens, outputTokens: chunk.usage.completion_tokens };
  }
  return { answer, usage };
}

async function answerQuestion(question: string): Promise<Answer> {
  logger.info('question received', { questionLength: question.length });
  const item = await findItem(question);
  const answer = await complete(question, item).catch((error: unknown) => {
    throw new UpstreamError('the language model failed', 503, error);
  });
  logger.info('question answered', { item: item?.name, ...answer.usage });
  return answer;
}

async function ask(question: string, tenant: string, response: ServerResponse): Promise<void> {
  try {
    sendJson(response, 200, await answerQuestion(question));
  } catch (error) {
    const status = error instanceof UpstreamError ? error.status : 500;
    logger.error('question not answered', { status, tenant, error });
    sendJson(response, status, { error: error instanceof UpstreamError ? error.message : 'internal error' });
  }
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://agent');
  if (url.pathname === '/health') return sendJson(response, 200, { status: 'ok' });
  if (url.pathname !== '/ask') return sendJson(response, 404, { error: 'not found' });
  const body = request.method === 'POST' ? await readJson(request) : Object.fromEntries(url.searchParams);
  const { q, tenant = 'public' } = (body ?? {}) as { q?: unknown; tenant?: unknown };
  if (typeof q !== 'string' || q === '') return sendJson(response, 400, { error: 'q is missing: the question' });
  await withAttributes({ 'app.tenant.id': String(tenant) }, () => ask(q, String(tenant), response));
}

startLocalServer('agent-service', handle);
