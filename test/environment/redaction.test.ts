import { expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { deliver, named } from './delivery.ts';
import { everythingIn, newSecret, redactionCases } from './redaction-cases.ts';
import { testEach } from './variable-case.ts';

testEach(redactionCases);

test.concurrent.each(['http/protobuf', 'http/json', 'grpc'])(
  '%s: no secret in any signal, the context is kept',
  async (protocol) => {
    const secret = newSecret();
    const delivery = await deliver({
      file: 'leaks.mjs',
      transport: protocol === 'grpc' ? 'grpc' : 'http',
      env: { OTEL_EXPORTER_OTLP_PROTOCOL: protocol, OTELIER_ATTRIBUTES: `app.token=${secret}`, SECRET: secret },
    });
    expectOutcome(delivery.result, { stdout: 'leaks: done\n', stderr: '' });
    const text = everythingIn(delivery);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(`app:${secret}`).toString('base64'));
    const [span] = delivery.spans;
    expect(span?.name).toMatch(/^GET \/items\?token=\[REDACTED:/);
    expect(span?.attributes['app.note']).toMatch(/^sent Authorization: Bearer \[REDACTED:[^\]]+\] to them$/);
    expect(span?.attributes['url.full']).toMatch(
      /^https:\/\/.*@shop\.example\/items\?api_key=\[REDACTED:[^\]]+\]&page=2$/,
    );
    expect(span?.status.message).toMatch(/^password=\[REDACTED:[^\]]+\] was refused$/);
    expect(span?.events.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^login with password=\[REDACTED:/),
      'exception',
    ]);
    expect(JSON.stringify(span?.resource.attributes)).not.toContain(secret);
    expect(span?.resource.attributes['app.token']).toMatch(/^\[REDACTED:/);
    const [record] = delivery.logs;
    expect(record?.body).toMatchObject({
      message: expect.stringMatching(/^token=\[REDACTED:/),
      nested: { kept: 'context' },
    });
  },
);

test.concurrent('series that become equal are added up, and redactions are counted by rule', async () => {
  const delivery = await deliver({ file: 'leaks.mjs', env: { SECRET: newSecret() } });
  expect(named(delivery.metrics, 'leaks.count').points).toMatchObject([
    { value: 5, attributes: { token: expect.stringMatching(/^\[REDACTED:/), route: '/items' } },
  ]);
  const { unit, points } = named(delivery.metrics, 'otelier.redactions') as {
    unit: string;
    points: { value: number }[];
  };
  expect(unit).toBe('{redaction}');
  expect(points.reduce((sum, { value }) => sum + value, 0)).toBeGreaterThan(0);
});

test.concurrent('a pattern that could take for ever is a warning', async () => {
  const env = { SECRET: newSecret(), OTELIER_REDACT_PATTERNS: '["(?=(a+)+)b", "ticket-[0-9]{4}"]' };
  const delivery = await deliver({ file: 'leaks.mjs', env });
  expect(delivery.warnings).toEqual([
    expect.stringMatching(/^OTELIER_REDACT_PATTERNS: .*look-around.*; it is skipped$/),
  ]);
  expect(delivery.spans[0]?.attributes['app.ticket']).toBe('see [REDACTED:pattern_2] there');
});

test.concurrent('a limit does not cut a secret in two', async () => {
  const secret = newSecret();
  const env = { SECRET: secret, OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '40' };
  const delivery = await deliver({ file: 'leaks.mjs', env });
  expect(everythingIn(delivery)).not.toContain(secret.slice(0, 8));
  expect(String(delivery.spans[0]?.attributes['app.note'])).toHaveLength(40);
});

test.concurrent('Prometheus and the console see no secrets either', async () => {
  const secret = newSecret();
  const env = {
    SECRET: secret,
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_LOGS_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'console',
  };
  const { result } = await deliver({ file: 'leaks.mjs', env });
  expect(result.stdout).toContain('leaks: done');
  expect(result.stdout).toContain('[REDACTED:');
  expect(result.stdout).not.toContain(secret);
});
