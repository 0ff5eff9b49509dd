import { expect, test } from '@jest/globals';
import { eachSetting } from '../../src/foundation/configuration/settings/setting.ts';
import { settings } from '../../src/foundation/configuration/settings/settings.ts';
import { expectOutcome } from '../program/outcome.ts';
import { BAD_VALUES } from './bad-values.ts';
import { type Delivery, deliver } from './delivery.ts';
import { expectShop, SHOP_OUTPUT } from './shop.ts';

let delivery: Promise<Delivery> | undefined;

/** One program that has every one of them. */
function deliverAll(): Promise<Delivery> {
  delivery ??= deliver({ env: Object.fromEntries(BAD_VALUES.map(({ variable, value }) => [variable, value])) });
  return delivery;
}

test('the application runs on, and everything is delivered with the defaults', async () => {
  const { result, ...rest } = await deliverAll();
  expectOutcome(result, { stdout: SHOP_OUTPUT });
  expectShop({ result, ...rest });
});

test('one line each and no other', async () => {
  const { warnings } = await deliverAll();
  const named = warnings.map((warning) => /^(\w+): /.exec(warning)?.[1] ?? warning);
  expect(named.toSorted()).toEqual(BAD_VALUES.map(({ variable }) => variable).toSorted());
});

test.each(BAD_VALUES)('$variable=$value: expected $expected', async ({ variable, value, expected, instead }) => {
  const { warnings } = await deliverAll();
  const line = warnings.find((warning) => warning.startsWith(`${variable}: `));
  const [, wanted, actual, done] = /: expected (.*), got (.*); (using .*)$/.exec(line ?? '') ?? [];
  expect(wanted).toContain(expected);
  expect(actual).toMatch(variable.endsWith('_HEADERS') ? /not shown/ : new RegExp(`"${value.replace(/\W/g, '\\$&')}"`));
  expect(done).toBe(instead);
});

test('values of headers are in no line', async () => {
  const { result } = await deliverAll();
  expect(result.stderr).not.toContain('s3cr3t');
});

/** Values of which a part can be used. */
const PARTLY_BAD = [
  ['OTEL_TRACES_EXPORTER', 'otpl,Otlp', 'got "otpl,Otlp" (unknown items are skipped); using otlp'],
  ['OTEL_PROPAGATORS', 'b3,none', 'got "b3,none" (none switches the others off); using none'],
  ['OTEL_NODE_RESOURCE_DETECTORS', 'host,hots', 'got "host,hots" (unknown items are skipped); using host'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'api key=s3cr3t,x-api-key=s3cr3t', '(broken pairs are skipped)'],
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', '9000', 'expected at most OTEL_BSP_MAX_QUEUE_SIZE (8192), got 9000; using 8192'],
  ['OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', '9000', 'expected at most OTEL_BLRP_MAX_QUEUE_SIZE (8192), got 9000; using 8192'],
  [
    'OTEL_METRIC_EXPORT_TIMEOUT',
    '70000',
    'expected at most OTEL_METRIC_EXPORT_INTERVAL (60000), got 70000; using 60000',
  ],
] as const;

test.concurrent('what can be used of a value is used', async () => {
  const partly = await deliver({ env: Object.fromEntries(PARTLY_BAD) });
  expectOutcome(partly.result, { stdout: SHOP_OUTPUT });
  expectShop(partly);
  for (const { headers } of partly.requests) expect(headers).toMatchObject({ 'x-api-key': 's3cr3t' });
  expect(partly.spans[0]?.resource.attributes).not.toHaveProperty(['process.pid']);
  expect(partly.result.stderr).not.toContain('s3cr3t');
  expect(partly.warnings).toHaveLength(PARTLY_BAD.length);
  for (const [variable, , text] of PARTLY_BAD) {
    expect(partly.warnings.find((warning) => warning.startsWith(`${variable}: `))).toContain(text);
  }
});

test.concurrent('blank is unset, for every variable', async () => {
  const variables = [...eachSetting(settings)].flatMap(([, setting]) => setting.variables);
  const blank = Object.fromEntries(variables.map((variable, index) => [variable, ' '.repeat(index % 2)]));
  const delivered = await deliver({ env: ({ url }) => ({ ...blank, OTEL_EXPORTER_OTLP_ENDPOINT: url }) });
  expectOutcome(delivered.result, { stdout: SHOP_OUTPUT, stderr: expect.stringMatching(/^otelier \[info\] .*\n$/) });
  expectShop(delivered);
});
