import { expect, test } from '@jest/globals';
import { describeConfig } from '../../../../src/foundation/configuration/description.ts';
import { eachSetting } from '../../../../src/foundation/configuration/settings/setting.ts';
import { settings } from '../../../../src/foundation/configuration/settings/settings.ts';
import { EXAMPLES } from '../example-values.ts';
import { resolved } from '../resolved.ts';

const ALL = [...eachSetting(settings)];
const BY_VARIABLE = ALL.flatMap(([path, setting]) =>
  setting.variables.map((variable) => ({ variable, path, setting })),
);
const GARBAGE = '¿garbage?';

/** The value in the configuration; attributes and common limits have no place of their own there. */
function valueAt(path: string, config: object): unknown {
  // The names of instrumentations may have dots themselves.
  const names = path.replace('socket.io', 'socket_io').split('.');
  return names.reduce<unknown>((node, name) => (node as Record<string, unknown>)?.[name.replace('_', '.')], config);
}

test('every setting has an example, and no example is left over', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(ALL.map(([path]) => path).sort());
});

test.each(BY_VARIABLE)('$variable sets $path, in any case, with blanks around it', ({ variable, path, setting }) => {
  const [text, value] = EXAMPLES[path] ?? [];
  const { config, sources, warnings } = resolved({ [variable]: ` ${text} ` });
  expect(warnings).toEqual([]);
  expect(sources[path]).toEqual({ from: 'environment', name: variable });
  if (/^attributeLimits|^resource.(a|otelierA)ttributes/.test(path)) return;
  const suffix = variable === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? `/v1/${path.split('.')[0]}` : '';
  expect(valueAt(path, config)).toEqual(suffix === '' ? value : `${value}${suffix}`);
  expect(setting.default).not.toEqual(value);
});

const STRICT = BY_VARIABLE.filter(({ setting }) => setting.type.parse(GARBAGE).value === undefined);

test.each(STRICT)('$variable: a value that is no use is one warning and the default', ({ variable, setting }) => {
  const defaults = resolved();
  const { config, warnings } = resolved({ [variable]: GARBAGE });
  expect(config).toEqual(defaults.config);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(`${variable}: expected ${setting.type.expected}, got `);
  expect(warnings[0]).toMatch(/; using .+$/);
});

const FREE = BY_VARIABLE.filter((item) => !STRICT.includes(item)).map(({ variable }) => variable);

test('only texts and lists of texts take anything', () => {
  const takesText =
    /ENDPOINT|CERTIFICATE|CLIENT_KEY|_FILE$|_DIR$|_NAME$|_HOST$|JAEGER_(USER|PASSWORD)|IGNORE_ROUTES|REDACT_(KEYS|ALLOW_KEYS|PATTERNS|HASH_KEY)|^NODE_USE_ENV_PROXY$|^(HTTPS?|NO)_PROXY$|^(https?|no)_proxy$/;
  expect(FREE.filter((variable) => !takesText.test(variable))).toEqual([]);
});

test('a variable belongs to one setting, the OTLP ones for all signals to three', () => {
  const counts = Object.groupBy(BY_VARIABLE, ({ variable }) => variable);
  for (const [variable, uses] of Object.entries(counts)) {
    expect([variable, uses?.length]).toEqual([variable, isForAllSignals(variable) ? 3 : 1]);
  }
});

const isForAllSignals = (variable: string): boolean => /^OTEL_EXPORTER_OTLP_(?!(TRACES|METRICS|LOGS)_)/.test(variable);

test('each default is a value its own type could have read', () => {
  for (const [path, { default: value, type }] of ALL) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    if (text === '') continue;
    expect([path, type.parse(text)]).toEqual([path, { value }]);
  }
});

test('with nothing set nothing is warned about and everything is a default', () => {
  const { sources, warnings } = resolved();
  expect(warnings).toEqual([]);
  expect(Object.values(sources).every(({ from }) => from === 'default')).toBe(true);
});

test('the specification defaults', () => {
  const { values } = describeConfig(resolved());
  const value = (path: string) => values[path]?.value;
  expect(value('traces.exporters')).toEqual(['otlp']);
  expect(value('metrics.exporters')).toEqual(['otlp']);
  expect(value('logs.exporters')).toEqual(['otlp']);
  expect(value('propagators')).toEqual(['tracecontext', 'baggage']);
  expect(value('traces.sampler')).toBe('parentbased_always_on');
  expect(value('traces.samplerArg')).toBe(1);
  expect(value('traces.batch.scheduledDelayMillis')).toBe(5_000);
  expect(value('logs.batch.scheduledDelayMillis')).toBe(1_000);
  expect(value('metrics.reader.intervalMillis')).toBe(60_000);
  expect(value('logs.otlp.timeoutMillis')).toBe(10_000);
});
