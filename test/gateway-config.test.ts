import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { renderGateway } from '../scripts/gateway-config/gateway-config.ts';
import { tailPolicies } from '../scripts/gateway-config/tail-policies.ts';
import { presets } from '../src/configuration/sampling-presets.ts';

test('deploy/collector/gateway.yaml is that of the presets (`npx node scripts/gateway-config.ts --write`)', () => {
  expect(readFileSync('deploy/collector/gateway.yaml', 'utf8')).toBe(renderGateway('production'));
});

const ERRORS = ['error-status', 'error-exception', 'error-http', 'error-http-older'];
test.each([
  ['production', presets.production, [...ERRORS, 'slow', 'rate']],
  ['development', presets.development, [...ERRORS, 'slow', 'rate']],
  ['minimal', presets.minimal, ERRORS],
  ['nothing but a share', { ...presets.production, sampleErrors: false, sampleSlow: false }, ['rate']],
])('policies of %s', (_, options, names) => {
  expect(tailPolicies(options).map(({ name }) => name)).toEqual(names);
});

test('a share of what takes a second', () => {
  const policies = tailPolicies({ ...presets.production, minDuration: 1 });
  expect(policies.at(-1)).toEqual({
    name: 'rate',
    type: 'and',
    and: {
      and_sub_policy: [
        { name: 'share', type: 'probabilistic', probabilistic: { sampling_percentage: 10 } },
        { name: 'long-enough', type: 'latency', latency: { threshold_ms: 1_000 } },
      ],
    },
  });
});
