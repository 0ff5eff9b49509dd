import { expect, test } from '@jest/globals';
import { describeConfig } from '../../../src/foundation/configuration/description.ts';
import { resolveConfig } from '../../../src/foundation/configuration/resolve.ts';
import { eachSetting } from '../../../src/foundation/configuration/settings/setting.ts';
import { settings } from '../../../src/foundation/configuration/settings/settings.ts';
import { resolved, shown } from './resolved.ts';

const isFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));

test('the configuration and its sources are frozen throughout', () => {
  const { config, sources } = resolved({ OTEL_RESOURCE_ATTRIBUTES: 'a=b', OTEL_EXPORTER_OTLP_HEADERS: 'a=b' });
  expect(isFrozen(config)).toBe(true);
  expect(Object.isFrozen(sources)).toBe(true);
});

test("the application's own options stay as they are", () => {
  const tags = ['a'];
  const { config } = resolved({}, { resourceAttributes: { tags } });
  expect(() => tags.push('b')).not.toThrow();
  expect(config.resource.attributes).toEqual({ tags: ['a'] });
});

test.each([
  ['service.name', { serviceName: 'option' }, { OTEL_SERVICE_NAME: 'variable' }, 'option', 'serviceName'],
  [
    'shutdownTimeoutMillis',
    { shutdownTimeoutMillis: 1 },
    { OTELIER_SHUTDOWN_TIMEOUT: '9' },
    1,
    'shutdownTimeoutMillis',
  ],
])('%s: code wins over the environment', (path, code, environment, value, name) => {
  expect(shown(path, environment, code)).toEqual([value, 'code', name]);
});

test('without input the real environment and the running script are read', () => {
  process.env['OTEL_SERVICE_NAME'] = 'from the process';
  try {
    expect(resolveConfig().config.service.name).toBe('from the process');
  } finally {
    delete process.env['OTEL_SERVICE_NAME'];
  }
});

/** mulberry32: small, fast, and the same numbers on each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PIECES = [
  ...['', ' ', ',', '=', '%', '%41', '%zz', ':', '//', '/', '@', '?', '#', '.', '-', '_', '*', '\n', '\0', '\u{1f600}'],
  ...['http', 'https', 'unix:', 'localhost', '[::1]', ':4317', '99999', '0', '-1', '1e9', 'NaN', '__proto__', 'none'],
  ...['true', 'otlp', 'grpc', 'gzip', 'tracecontext', 'service.name', 'constructor', '\ud800', 'x'.repeat(5_000)],
];

test('500 environments of random texts never throw, and warn once a variable, on one line, briefly', () => {
  const random = createRandom(20_261_121);
  const variables = [...new Set([...eachSetting(settings)].flatMap(([, setting]) => setting.variables))];
  const text = () => Array.from({ length: random(7) }, () => PIECES[random(PIECES.length)]).join('');
  for (let round = 0; round < 500; round++) {
    const environment = Object.fromEntries(variables.filter(() => random(2) === 0).map((name) => [name, text()]));
    const resolution = resolved(environment);
    const warned = resolution.warnings.map((warning) => warning.slice(0, warning.indexOf(':')));
    expect(new Set(warned).size).toBe(warned.length);
    expect(warned.filter((name) => !variables.includes(name))).toEqual([]);
    expect(resolution.warnings.filter((warning) => /\p{Cc}/u.test(warning) || warning.length > 1_000)).toEqual([]);
    JSON.stringify(describeConfig(resolution));
  }
});

const WRONG_URLS = ['x://me:hunter2@h', 'https://me:hunter2@', 'x://h?k=hunter2', 'x://h#hunter2', 'me:hunter2@ h'];
const WRONG_TEXTS = [...WRONG_URLS, 'hunter2', 'a=hunter2,b', 'a b=hunter2', '=hunter2', 'a=hunter2\n'];

test('no warning holds a secret, whatever else is wrong with the value', () => {
  for (const [, setting] of eachSetting(settings)) {
    const texts = setting.secret ? WRONG_TEXTS : setting.url ? WRONG_URLS : [];
    for (const variable of setting.variables)
      for (const text of texts) expect(resolved({ [variable]: text }).warnings.join()).not.toMatch('hunter2');
  }
});
