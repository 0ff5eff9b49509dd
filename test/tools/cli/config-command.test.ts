import { describe, expect, test } from '@jest/globals';
import type { ResolvedConfig } from '../../../src/foundation/configuration/description.ts';
import { configCommand } from '../../../src/tools/cli/config-command.ts';
import { runCli } from './cli-program.ts';

const ENVIRONMENT = {
  OTEL_SERVICE_NAME: 'shop',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:hunter2@collector:4318?key=hunter2',
  OTEL_EXPORTER_OTLP_HEADERS: 'api-key=hunter2',
  OTEL_EXPORTER_JAEGER_PASSWORD: 'hunter2',
  OTEL_TRACES_EXPORTER: 'otlp,console',
  OTEL_METRICS_EXPORTER: 'graphite',
  OTELIER_ATTRIBUTES: 'team=checkout',
};

/** `path  value  source` -> path -> [value, source]. */
function rows(output: string): Record<string, readonly (string | undefined)[]> {
  const lines = output.trimEnd().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [path = '', ...columns] = line.split(/ {2,}/);
      return [path, columns];
    }),
  );
}

const config = (args: readonly string[], env: Readonly<Record<string, string>> = ENVIRONMENT): string => {
  const { code, stdout, stderr } = runCli(['config', ...args], env);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
};

describe('otelier config', () => {
  test('prints one row per value, with its source and with secrets masked', () => {
    const output = config([]);
    expect(output).not.toMatch('hunter2');
    expect(rows(output)).toMatchObject({
      'service.name': ['shop', 'environment OTEL_SERVICE_NAME'],
      'service.version': [expect.any(String), expect.stringMatching(/^package\.json \/.*package\.json$/)],
      'traces.exporters': ['otlp, console', 'environment OTEL_TRACES_EXPORTER'],
      'metrics.exporters': ['otlp', 'default'],
      'traces.otlp.endpoint': ['https://***@collector:4318/v1/traces?***', 'environment OTEL_EXPORTER_OTLP_ENDPOINT'],
      'logs.otlp.headers': ['api-key=***', 'environment OTEL_EXPORTER_OTLP_HEADERS'],
      'traces.jaeger.password': ['***', 'environment OTEL_EXPORTER_JAEGER_PASSWORD'],
      'traces.limits.attributeValueLength': ['no limit', 'default'],
      'traces.jaeger.endpoint': ['-', 'default'],
      'instrumentations.disabled': ['(none)', 'default'],
      'resource.attributes.team': ['checkout', 'environment OTELIER_ATTRIBUTES'],
    });
    expect(output).toMatch(/\nwarning: OTEL_METRICS_EXPORTER: expected a comma list .*, got "graphite"; using otlp\n$/);
  });

  test('omits the defaults with --set', () => {
    const paths = Object.keys(rows(config(['--set'])));
    expect(paths).toContain('service.name');
    expect(paths).not.toContain('metrics.exporters');
    expect(rows(config(['--set'], {}))).toEqual({
      'service.name': ['otelier', expect.stringMatching(/^package\.json /)],
      'service.version': [expect.any(String), expect.stringMatching(/^package\.json /)],
    });
  });

  test('prints the same as JSON with --json, where no limit and unset are null', () => {
    const output = config(['--json']);
    expect(output).not.toMatch('hunter2');
    const { values, warnings } = JSON.parse(output) as ResolvedConfig;
    expect(values['traces.exporters']).toEqual({
      value: ['otlp', 'console'],
      source: { from: 'environment', name: 'OTEL_TRACES_EXPORTER' },
    });
    expect(values['traces.limits.attributeValueLength']).toEqual({ value: null, source: { from: 'default' } });
    expect(values['traces.jaeger.endpoint']).toEqual({ value: null, source: { from: 'default' } });
    expect(warnings).toHaveLength(1);
  });

  test('omits the defaults from the JSON with --json --set', () => {
    const { values } = JSON.parse(config(['--json', '--set'])) as ResolvedConfig;
    expect(Object.values(values).filter(({ source }) => source.from === 'default')).toEqual([]);
  });

  test('keeps a value on one line, whatever characters it contains', () => {
    const output = config(['--set'], { OTEL_SERVICE_NAME: 'two\nlines \u001b[31mred' });
    expect(output).not.toMatch('\u001b');
    expect(output.trimEnd().split('\n')).toHaveLength(2);
  });

  test('also runs inside the process', () => {
    expect(configCommand.run({ set: true })).toMatch(/^service\.name +otelier +package\.json /);
  });
});
