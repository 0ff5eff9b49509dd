import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CloudWatchExporter } from '../../examples/custom-exporter/cloudwatch-exporter.ts';
import { MetricsCollector } from '../../src/public/index.ts';
import { Program, ROOT } from '../program/program.ts';

describe('examples/custom-exporter', () => {
  test('sends counters as increments, gauges, and timers as statistics', async () => {
    const file = path.join(ROOT, 'examples/custom-exporter/main.ts');
    await using program = new Program({ file, nodeOptions: ['--disable-warning=ExperimentalWarning'] });
    const { stdout, stderr, exitCode } = await program.finished;
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const [first, second] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const head = { Timestamp: expect.any(String), Dimensions: [] };
    const region = [{ Name: 'region', Value: 'eu' }];
    const orders = { ...head, MetricName: 'orders', Dimensions: region, Unit: 'Count' };
    expect(first).toEqual({
      Namespace: 'Shop',
      MetricData: [
        { ...orders, Value: 2 },
        { ...head, MetricName: 'queue.size', Unit: 'None', Value: 7 },
        {
          ...{ ...head, MetricName: 'checkout', Unit: 'Seconds' },
          StatisticValues: { SampleCount: 2, Sum: 0.4, Minimum: 0.1, Maximum: 0.3 },
        },
      ],
    });
    expect(second.MetricData[0]).toEqual({ ...orders, Value: 3 });
  });

  test('sends rejected data with the next export', async () => {
    const metrics = new MetricsCollector();
    const bodies: string[] = [];
    const answers = [500, 200];
    const send = async (_: unknown, init?: RequestInit): Promise<Response> => {
      bodies.push(String(init?.body));
      return new Response('', { status: answers.shift() ?? 200 });
    };
    const exporter = new CloudWatchExporter({ metrics, namespace: 'x', endpoint: 'http://cloudwatch', send });
    metrics.counter('c', 2);
    await expect(exporter.export()).rejects.toThrow('expected HTTP 200 from http://cloudwatch, got 500');
    metrics.counter('c', 1);
    await exporter.export();
    expect(bodies.map((body) => JSON.parse(body).MetricData[0].Value)).toEqual([2, 3]);
  });
});
