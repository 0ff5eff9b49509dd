import { expect, test } from '@jest/globals';
import { describeConfig } from '../../../src/foundation/configuration/description.ts';
import { eachSetting } from '../../../src/foundation/configuration/settings/setting.ts';
import { settings } from '../../../src/foundation/configuration/settings/settings.ts';
import { resolved, shown } from './resolved.ts';

const SECRET = 'hunter2';

test.each([
  ['traces.otlp.headers', { OTEL_EXPORTER_OTLP_HEADERS: `api-key=${SECRET},x=1` }, { 'api-key': '***', x: '***' }],
  ['traces.jaeger.user', { OTEL_EXPORTER_JAEGER_USER: SECRET }, '***'],
  ['traces.jaeger.password', { OTEL_EXPORTER_JAEGER_PASSWORD: SECRET }, '***'],
  [
    'logs.otlp.endpoint',
    { OTEL_EXPORTER_OTLP_ENDPOINT: `http://me:${SECRET}@host:1/x?token=${SECRET}` },
    'http://***@host:1/x/v1/logs?***',
  ],
  [
    'metrics.otlp.endpoint',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: `me:${SECRET}@host:1` },
    'https://***@host:1',
  ],
  ['traces.zipkin.endpoint', { OTEL_EXPORTER_ZIPKIN_ENDPOINT: `http://${SECRET}@zipkin/` }, 'http://***@zipkin/'],
  ['traces.jaeger.endpoint', { OTEL_EXPORTER_JAEGER_ENDPOINT: `http://j/?k=${SECRET}` }, 'http://j/?***'],
  [
    'resource.attributes.db.password',
    { OTEL_RESOURCE_ATTRIBUTES: `db.password=${SECRET}-${SECRET}`, OTELIER_REDACTION: 'off' },
    '[REDACTED:password]',
  ],
])('%s is masked', (path, environment, value) => {
  expect(shown(path, environment)[0]).toEqual(value);
  expect(JSON.stringify(describeConfig(resolved(environment)))).not.toMatch(SECRET);
});

test('an unset secret is undefined, not a mask', () => {
  expect(shown('traces.jaeger.password', {})).toEqual([undefined, 'default', undefined]);
});

test('every setting is shown, attributes and common limits where they take effect', () => {
  const { values } = describeConfig(resolved({ OTEL_RESOURCE_ATTRIBUTES: 'team=a' }));
  const elsewhere = /^attributeLimits|^resource\.(attributes|otelierAttributes)$/;
  const paths = [...eachSetting(settings)].map(([path]) => path).filter((path) => !elsewhere.test(path));
  expect(Object.keys(values).sort()).toEqual([...paths, 'service.version', 'resource.attributes.team'].sort());
  for (const { source } of Object.values(values)) expect(source.from).toMatch(/^(default|environment)$/);
});

test('warnings are part of the description', () => {
  const { warnings } = describeConfig(resolved({ OTEL_LOG_LEVEL: 'loud' }));
  expect(warnings).toEqual([expect.stringMatching(/^OTEL_LOG_LEVEL: expected one of none, .*; using info$/)]);
});

test('nothing of a description can be changed', () => {
  const described = describeConfig(resolved({ OTEL_EXPORTER_OTLP_HEADERS: 'a=1', OTEL_LOG_LEVEL: 'loud' }));
  const frozen = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
  const parts = { described, warnings: described.warnings, ...described.values };
  const open = Object.entries(parts).filter(([, value]) => !frozen(value));
  expect(open.map(([path]) => path)).toEqual([]);
});
