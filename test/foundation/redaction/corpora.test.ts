// How much of made-up corpora is redacted, and how much of what only looks like it is left alone. Seeds vary the secrets, not the sentences.
import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';
import { heldOutInnocents } from './held-out-innocents.ts';
import { heldOutSecrets } from './held-out-samples.ts';
import { type Sample, score } from './sample.ts';
import { tunedInnocents } from './tuned-innocents.ts';
import { tunedSecrets } from './tuned-samples.ts';

const redactor = createRedactor();
const GOALS: Readonly<Record<Sample['tier'], number>> = {
  core: 0.98,
  rare: 0.9,
  adversarial: 0.7,
  innocent: 0.98,
  ambiguous: 0.9,
};

describe('redaction of made-up corpora', () => {
  describe.each([11, 42, 2026])('seed %i', (seed) => {
    const corpora: Readonly<Record<string, readonly Sample[]>> = {
      tuned: [...tunedSecrets(seed), ...tunedInnocents(seed)],
      'held out': [...heldOutSecrets(seed), ...heldOutInnocents(seed)],
    };
    test.each(Object.keys(corpora).flatMap((name) => Object.keys(GOALS).map((tier) => [name, tier] as const)))(
      '%s: %s',
      (name, tier) => {
        const samples = (corpora[name] ?? []).filter((sample) => sample.tier === tier);
        const { total, right, wrong } = score(samples, redactor);
        const goal = GOALS[tier as Sample['tier']];
        expect({ wrong: right >= goal * total ? [] : wrong }).toEqual({ wrong: [] });
      },
    );
  });

  test('fails a redactor that does nothing, and one that redacts everything', () => {
    const nothing = { redactText: (text: string) => text, redactAttribute: (_: string, value: unknown) => value };
    const all = { redactText: () => '[REDACTED:all]', redactAttribute: () => '[REDACTED:all]' };
    expect(score(tunedSecrets(1), nothing).right).toBeLessThan(5);
    expect(score(tunedInnocents(1), all).right).toBe(0);
  });
});
