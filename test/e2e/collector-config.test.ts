import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { collectorConfigFile } from './servers/collector.ts';
import { poll } from './servers/polling.ts';
import { createServerFolder, requireServer, startServerProcess } from './servers/server-process.ts';
import { takeOrder } from './shop.ts';

/** The addresses that collector-config.yaml promises; the one place where a test takes ports that it did not choose. */
const DEFAULT_PORTS = [4317, 4318, 8889, 13133] as const;

describe('collector-config.yaml', () => {
  test('starts with an empty environment in an empty folder, and otelier finds it with nothing set', async () => {
    // Another checkout may be running this very test.
    await poll(takenPorts, {
      what: 'the default ports to be free',
      timeoutMillis: 30_000,
      until: (taken) => !taken.length,
    });
    const folder = await createServerFolder('collector-defaults');
    const collector = await startServerProcess({
      name: 'OpenTelemetry Collector with nothing set',
      command: '/usr/bin/env',
      args: ['-i', requireServer('collector'), '--config', collectorConfigFile],
      readyUrl: 'http://127.0.0.1:13133/',
      folder,
    });
    try {
      const orders = [await takeOrder({}), await takeOrder({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })];
      for (const { result } of orders) expect(result).toMatchObject({ exitCode: 0, stderr: '' });
      await poll(() => ['spans', 'log records', 'metrics'].map((items) => printedCount(collector.output(), items)), {
        what: 'the telemetry of both programs',
        // More when another program on this machine has nothing set either.
        until: ([spans = 0, logs = 0, metrics = 0]) => spans >= 4 && logs >= 4 && metrics >= 6,
      });
      await poll(async () => (await fetch('http://127.0.0.1:8889/metrics')).text(), {
        what: 'the counts of both programs',
        until: (text) => text.match(/^shop_orders_total\{.*shop_branch="north".*\} 3$/gm)?.length === 2,
      });
      expect(collector.output()).not.toMatch(/\t(warn|error)\t/);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await collector.stop();
    }
  });

  /** The number of spans (for example) that the debug exporter has counted: `Traces {"resource spans": 1, "spans": 2}`. */
  function printedCount(output: string, items: string): number {
    const counts = [...output.matchAll(new RegExp(`"${items}": (\\d+)`, 'g'))];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async function takenPorts(): Promise<readonly number[]> {
    const taken = await Promise.all(DEFAULT_PORTS.map(async (port) => ((await isTaken(port)) ? [port] : [])));
    return taken.flat();
  }

  function isTaken(port: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    return promise.finally(() => socket.destroy());
  }
});
