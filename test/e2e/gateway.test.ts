// The same traffic twice: once with a preset in the application, once sent as a whole to a real Collector that decides.
import { describe, expect, test } from '@jest/globals';
import { renderGateway } from '../../scripts/gateway-config/gateway-config.ts';
import { type PresetName, presets } from '../../src/foundation/configuration/settings/sampling-presets.ts';
import { deliver } from '../environment/delivery.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { printedTelemetry } from './printed-telemetry.ts';
import { startCollector } from './servers/collector.ts';
import { poll } from './servers/polling.ts';
import { programFile } from './shop.ts';

const TRACES_ONLY = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
const file = programFile('traffic.mjs');

async function keptByPreset(preset: PresetName, env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { spans } = await deliver({ file, env: { ...TRACES_ONLY, OTELIER_PRESET: preset, ...env } });
  return spans.map(({ name }) => name).sort();
}

/** Starts a gateway, sends it everything, and returns what it lets through: until a last trace, sent afterwards, has come through. */
async function keptByGateway(gateway: string): Promise<{ names: readonly string[]; output: string }> {
  using folder = new TemporaryFolder();
  const collector = await startCollector({
    configs: [folder.write('gateway.yaml', gateway)],
    env: { OTELIER_COLLECTOR_DECISION_WAIT: '2s', OTELIER_COLLECTOR_SPANMETRICS_INTERVAL: '1s' },
  });
  try {
    const env = { ...TRACES_ONLY, OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl };
    await deliver({ file, env });
    await deliver({ file: 'presets.mjs', env });
    await poll(() => printedTelemetry(collector), {
      what: 'a failing trace of the second program',
      timeoutMillis: 60_000,
      until: ({ spans }) => spans.some(({ name }) => name === 'failing'),
    });
    const spans = printedTelemetry(collector).spans.filter(({ scope }) => scope.startsWith('traffic'));
    await poll(() => collector.output(), {
      what: 'metrics of all spans',
      timeoutMillis: 90_000,
      until: (text) => text.includes('traces.span.metrics.calls'),
    });
    return { names: spans.map(({ name }) => name).sort(), output: collector.output() };
  } finally {
    await collector.stop();
  }
}

describe('gateway', () => {
  test.each<readonly [string, PresetName, Readonly<Record<string, string>>, object]>([
    ['minimal', 'minimal', {}, {}],
    ['production, but for its share', 'production', { OTELIER_SAMPLING_RATE: '0' }, { rate: 0 }],
    ['production', 'production', {}, {}],
    [
      'half of what takes half a second',
      'production',
      { OTELIER_SAMPLING_RATE: '0.5', OTELIER_SAMPLING_MIN_DURATION: '0.5' },
      { rate: 0.5, minDuration: 0.5 },
    ],
    ['everything that takes a second', 'development', { OTELIER_SAMPLING_MIN_DURATION: '1' }, { minDuration: 1 }],
  ])(
    '%s: the same traces are kept',
    async (_, preset, env, options) => {
      const [inProcess, gateway] = await Promise.all([
        keptByPreset(preset, env),
        keptByGateway(renderGateway(preset, { ...presets[preset], ...options })),
      ]);
      expect(gateway.names).toEqual(inProcess);
      expect(gateway.names).toContain('of status ERROR 4');
      const share = gateway.names.filter((name) => name.startsWith('more')).length;
      if (preset === 'production' && Object.keys(env).length === 0) expect(share).toBeGreaterThan(5);
      expect(share).toBeLessThan(60);
    },
    120_000,
  );
});
