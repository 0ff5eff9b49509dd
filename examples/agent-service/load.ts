/**
 * Sends questions to the agent: a bounded number, a few at a time, to loopback addresses only.
 *
 *   node examples/agent-service/load.ts http://127.0.0.1:8080 [requests = 40] [concurrency = 4]
 */
import { questionAt } from './questions.ts';

export interface LoadOptions {
  /** Base URL of the agent; a loopback address. */
  readonly url: string;
  /** Number of requests, 1 to 10,000. @default 40 */
  readonly requests?: number;
  /** Number of concurrent requests, 1 to 64. @default 4 */
  readonly concurrency?: number;
  /** Number of the first question, which selects its text. @default 1 */
  readonly firstQuestion?: number;
  /** Ends the load early. */
  readonly signal?: AbortSignal;
}

export interface LoadResult {
  readonly requests: number;
  /** Requests per HTTP status; `failed` for those without an answer. */
  readonly byStatus: ReadonlyMap<string, number>;
  readonly durationMillis: number;
}

const REQUEST_TIMEOUT_MILLIS = 15_000;
const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  const { url, requests = 40, concurrency = 4, firstQuestion = 1, signal } = options;
  validateLoad(url, requests, concurrency);
  const byStatus = new Map<string, number>();
  const startMillis = performance.now();
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (sent < requests && !signal?.aborted) {
      const status = await ask(url, firstQuestion + sent++, signal);
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { requests: sent, byStatus, durationMillis: performance.now() - startMillis };
}

function validateLoad(url: string, requests: number, concurrency: number): void {
  const { hostname } = new URL(url);
  if (!loopbackHosts.has(hostname)) throw new RangeError(`url: expected a loopback address, got ${hostname}`);
  validateCount('requests', requests, 10_000);
  validateCount('concurrency', concurrency, 64);
}

export function validateCount(name: string, value: number, limit: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= limit) return;
  throw new RangeError(`${name}: expected a whole number from 1 to ${limit}, got ${value}`);
}

async function ask(url: string, number: number, signal?: AbortSignal): Promise<string> {
  const { q, tenant } = questionAt(number);
  const limit = AbortSignal.timeout(REQUEST_TIMEOUT_MILLIS);
  try {
    const response = await fetch(`${url}/ask?${new URLSearchParams({ q, tenant })}`, {
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    await response.arrayBuffer();
    return String(response.status);
  } catch {
    return 'failed';
  }
}

export function describeLoad({ requests, byStatus, durationMillis }: LoadResult): string {
  const counts = [...byStatus].sort(([a], [b]) => a.localeCompare(b)).map(([status, count]) => `${count} × ${status}`);
  return `${requests} requests in ${(durationMillis / 1000).toFixed(1)} s: ${counts.join(', ')}`;
}

if (import.meta.main) {
  const [url = '', requests = '40', concurrency = '4'] = process.argv.slice(2);
  console.log(describeLoad(await sendLoad({ url, requests: Number(requests), concurrency: Number(concurrency) })));
}
