import http from 'node:http';
import https from 'node:https';
import type { Check } from '../checks/check-result.ts';

export type ExpectedStatus = number | readonly number[] | { readonly from: number; readonly to: number };

const MAX_BODY_BYTES = 65_536;

function isExpected(status: number, expected: ExpectedStatus): boolean {
  if (typeof expected === 'number') return status === expected;
  if ('from' in expected) return status >= expected.from && status <= expected.to;
  return expected.includes(status);
}

function describe(expected: ExpectedStatus): string {
  if (typeof expected === 'number') return String(expected);
  return 'from' in expected ? `${expected.from} to ${expected.to}` : expected.join(' or ');
}

/** Healthy when a GET returns the expected status. The body is read, so that the server sees a complete exchange, up to a bound. */
export function createHttpCheck(url: string, expected: ExpectedStatus): Check {
  return async (signal) => {
    const status = await requestStatus(url, signal);
    if (isExpected(status, expected)) return { status: 'healthy', message: `status ${status}` };
    return { status: 'unhealthy', message: `expected status ${describe(expected)}, got ${status}` };
  };
}

function requestStatus(url: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const sent = request(url, { agent: false, signal, headers: { connection: 'close' } }, (response) => {
      const { statusCode = 0 } = response;
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES) response.destroy();
      });
      // The status counts, however the body ends.
      response.on('error', () => resolve(statusCode));
      response.on('close', () => resolve(statusCode));
    });
    sent.on('socket', (socket) => socket.unref());
    sent.on('error', reject);
    sent.end();
  });
}
