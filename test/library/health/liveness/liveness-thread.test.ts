import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from '@jest/globals';

const PROGRAM = new URL('./blocks.mjs', import.meta.url).pathname;

interface Live {
  readonly status: number;
  readonly body: {
    readonly status: string;
    readonly event_loop?: { readonly blocked_seconds: number; readonly stack: readonly string[] };
  };
}

async function live(url: string): Promise<Live> {
  const response = await fetch(`${url}/health/live`);
  return { status: response.status, body: (await response.json()) as Live['body'] };
}

/** Repeats the request until its response is as expected. */
async function until(url: string, holds: (found: Live) => boolean): Promise<Live> {
  const deadline = Date.now() + 50_000;
  while (Date.now() < deadline) {
    const found = await live(url);
    if (holds(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('expected another response');
}

async function started(): Promise<{ child: ChildProcess; url: string; nextLine: () => Promise<string> }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => (await lines.next()).value ?? '';
  return { child, url: await nextLine(), nextLine };
}

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('LivenessThread', () => {
  test('a block past the limit is 503 with the function that blocks, is reported, and ends', async () => {
    const { child, url, nextLine } = await started();
    expect(await live(url)).toEqual({ status: 200, body: expect.objectContaining({ status: 'healthy' }) });
    child.stdin?.write('15000');
    const { body } = await until(url, ({ status, body }) => status === 503 && (body.event_loop?.stack.length ?? 0) > 0);
    expect(body.event_loop?.stack[0]).toMatch(/^handlerThatBlocks \(.*blocks\.mjs:13\)$/);
    expect(body.event_loop?.blocked_seconds).toBeGreaterThan(0.5);
    expect(await nextLine()).toMatch(
      /^the event loop was blocked for \d+(\.\d+)? s in handlerThatBlocks \(.*blocks\.mjs:13\)$/,
    );
    await until(url, ({ status }) => status === 200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });

  test('the thread does not keep the process alive', async () => {
    const { child } = await started();
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
