import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import { renderGateway } from '../scripts/gateway-config/gateway-config.ts';
import { shareCondition } from '../scripts/gateway-config/share-condition.ts';
import { tailPolicies } from '../scripts/gateway-config/tail-policies.ts';
import { presets } from '../src/foundation/configuration/settings/sampling-presets.ts';

describe('gateway configuration', () => {
  test('deploy/collector/gateway.yaml equals the generated one (`npx node scripts/gateway-config.ts --write`)', () => {
    expect(readFileSync('deploy/collector/gateway.yaml', 'utf8')).toBe(renderGateway('production'));
  });

  const ERRORS = ['error-status', 'error-exception', 'error-http', 'error-http-older'];
  test.each([
    ['production', presets.production, [...ERRORS, 'slow', 'rate']],
    ['development', presets.development, [...ERRORS, 'slow', 'rate']],
    ['minimal', presets.minimal, ERRORS],
    ['nothing but a share', { ...presets.production, sampleErrors: false, sampleSlow: false }, ['rate']],
  ])('has the policies of %s', (_, options, names) => {
    expect(tailPolicies(options).map(({ name }) => name)).toEqual(names);
  });

  test('keeps a share of the traces that take a second', () => {
    const policies = tailPolicies({ ...presets.production, minDuration: 1 });
    expect(policies.at(-1)).toEqual({
      name: 'rate',
      type: 'and',
      and: {
        and_sub_policy: [
          expect.objectContaining({ name: 'share', type: 'ottl_condition' }),
          { name: 'long-enough', type: 'latency', latency: { threshold_ms: 1_000 } },
        ],
      },
    });
  });

  /** OTTL as JavaScript: the two write regular expressions alike. */
  function evaluated(condition: string): (traceId: string) => boolean {
    const code = condition
      .replaceAll(/IsMatch\(trace_id\.string, "([^"]+)"\)/g, '/$1/.test(id)')
      .replaceAll(' and ', ' && ')
      .replaceAll(' or ', ' || ');
    return new Function('id', `return ${code}`) as (traceId: string) => boolean;
  }

  test.each([0.1, 0.5, 0.25, 0.001, 0.333, 0.999_999, 1e-12])(
    "the condition for a share of %d holds for the traces that the SDK's sampler takes",
    (rate) => {
      const holds = evaluated(shareCondition(rate));
      const sampler = new TraceIdRatioBasedSampler(rate);
      const bound = Math.floor(rate * 0xffffffff);
      const atTheBound = [bound - 1, bound, bound + 1].map((word) => (word >>> 0).toString(16).padStart(8, '0'));
      const ids = [
        ...Array.from({ length: 3_000 }, () => randomBytes(16).toString('hex')),
        ...atTheBound.map((word) => `${word}${'5a5a1b2c'.repeat(2)}00000000`),
      ];
      for (const id of ids)
        expect([id, holds(id)]).toEqual([id, sampler.shouldSample(ROOT_CONTEXT, id).decision === 2]);
    },
  );
});
