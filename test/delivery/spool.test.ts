import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startReceiver } from '../environment/delivery.ts';
import { warningsIn } from '../program/diagnostics.ts';
import { freePort } from '../program/stand-in.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { Producer } from './producer.ts';

const N = 300;
const SECRET = 'hunter2-header';

function spoolFor(folder: string, url: string) {
  return {
    OTELIER_SPOOL_DIR: folder,
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: `api-key=${SECRET}`,
    OTELIER_SHUTDOWN_TIMEOUT: '3000',
  };
}

/** The files of requests below a folder. */
async function requestsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter((name) => /\.(traces|logs)\.proto$/.test(name)).map((name) => path.join(folder, name));
}

const NOBODY = 'http://127.0.0.1:1';

describe('OTELIER_SPOOL_DIR', () => {
  test.concurrent.each(['SIGKILL', 'SIGTERM', 'process.exit'] as const)(
    'no Collector, %s, and another start: all is delivered once',
    async (way) => {
      using temporary = new TemporaryFolder();
      const folder = path.join(temporary.path, 'spool');
      const first = new Producer(spoolFor(folder, NOBODY));
      await first.tell(`spans ${N}`);
      await first.tell(`logs ${N}`);
      await first.countsWhen('traces', ({ snapshot }) => snapshot.spooled === N);
      await first.countsWhen('logs', ({ snapshot }) => snapshot.spooled === N);
      const { stderr } = await (way === 'process.exit' ? first.exit() : first.kill(way));
      expect(stderr).not.toMatch(/lost: \d/);
      const files = await requestsIn(folder);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        expect([(await stat(file)).mode & 0o777, (await stat(path.dirname(file))).mode & 0o777]).toEqual([
          0o600, 0o700,
        ]);
        expect((await readFile(file)).includes(SECRET)).toBe(false);
      }
      await using receiver = await startReceiver('http');
      await using second = new Producer(spoolFor(folder, receiver.url));
      await receiver.waitFor(({ spans, logs }) => spans.length === N && logs.length === N);
      const counts = await second.countsWhen('traces', ({ pending }) => pending === 0);
      expect(counts).toMatchObject({ sent: N, dropped: 0 });
      expect(warningsIn((await second.end()).stderr)).toEqual([]);
      expect(await readdir(folder)).toEqual([]);
      expect([receiver.store.spans.length, receiver.store.logs.length]).toEqual([N, N]);
    },
  );

  test.concurrent('what is new goes the same way while the destination is down, and is delivered when it is up', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const port = await freePort();
    await using producer = new Producer(spoolFor(folder, `http://127.0.0.1:${port}`));
    for (let round = 1; round <= 3; round++) {
      await producer.tell(`spans ${N}`);
      await producer.countsWhen('traces', ({ snapshot }) => snapshot.spooled === round * N);
    }
    await using receiver = await startReceiver('http', { port });
    await receiver.waitFor(({ spans }) => spans.length === 3 * N);
    expect(await producer.countsWhen('traces', ({ pending }) => pending === 0)).toMatchObject({
      sent: 3 * N,
      dropped: 0,
    });
  });

  test.concurrent('two processes at once share what a third has left: nothing twice', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const first = new Producer({ ...spoolFor(folder, NOBODY), OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '10' });
    await first.tell(`spans ${N}`);
    await first.countsWhen('traces', ({ snapshot }) => snapshot.spooled === N);
    await first.kill('SIGKILL');
    await using receiver = await startReceiver('http');
    const env = spoolFor(folder, receiver.url);
    const others = [new Producer(env), new Producer(env), new Producer(env)];
    await receiver.waitFor(({ spans }) => spans.length >= N);
    await Promise.all(others.map((other) => other.counts('traces')));
    for (const other of others) await other.end();
    expect(receiver.store.spans.length).toBe(N);
  });

  test.concurrent('damaged files are counted and said once, the others are delivered', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const first = new Producer({ ...spoolFor(folder, NOBODY), OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '100' });
    await first.tell(`spans ${N}`);
    await first.countsWhen('traces', ({ snapshot }) => snapshot.spooled === N);
    await first.kill('SIGKILL');
    const [cut = '', broken = ''] = await requestsIn(folder);
    await writeFile(cut, (await readFile(cut)).subarray(0, -10));
    const bytes = await readFile(broken);
    bytes[bytes.length - 5] = ~(bytes.at(-5) ?? 0);
    await writeFile(broken, bytes);
    await mkdir(path.join(folder, 'no folder of ours'));
    await writeFile(path.join(folder, 'no file of ours'), 'x');
    await using receiver = await startReceiver('http');
    await using second = new Producer(spoolFor(folder, receiver.url));
    const counts = await second.countsWhen('traces', ({ sent, pending }) => sent === 100 && pending === 0);
    expect(counts.snapshot.dropped).toEqual({ spool_corrupt: 200 });
    expect(warningsIn((await second.end()).stderr)).toEqual([expect.stringMatching(/^OTELIER_SPOOL_DIR: .*damaged/)]);
  });

  test.concurrent('a full spool is said once; telemetry waits in memory then, and is delivered', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const port = await freePort();
    await using producer = new Producer({
      ...spoolFor(folder, `http://127.0.0.1:${port}`),
      OTELIER_SPOOL_MAX_SIZE: '1',
    });
    for (let round = 0; round < 30; round++) await producer.tell('spans 512');
    const down = await producer.countsWhen('traces', ({ snapshot }) => snapshot.spooled > 0 && snapshot.failed >= 2);
    expect(down.sent + down.dropped + down.pending).toBe(30 * 512);
    await using receiver = await startReceiver('http', { port });
    const up = await producer.countsWhen('traces', ({ pending }) => pending === 0);
    expect(up.sent + up.dropped).toBe(30 * 512);
    expect(receiver.store.spans.length).toBe(up.sent);
    const { stderr } = await producer.end();
    expect(warningsIn(stderr).filter((line) => line.startsWith('OTELIER_SPOOL_DIR'))).toHaveLength(1);
  });

  test.concurrent('a folder that cannot be had is said once, and telemetry is delivered', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await writeFile(path.join(folder, 'file'), '');
    await chmod(folder, 0o700);
    await using receiver = await startReceiver('http');
    await using producer = new Producer(spoolFor(path.join(folder, 'file', 'spool'), receiver.url));
    await producer.tell(`spans ${N}`);
    const { stderr } = await producer.end();
    expect(receiver.store.spans.length).toBe(N);
    expect(warningsIn(stderr)).toEqual([
      expect.stringMatching(/^OTELIER_SPOOL_DIR: expected a folder that can be written/),
    ]);
  });
});
