import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';
import { VENDOR_TOKENS } from '../../../src/foundation/redaction/rules/vendor-tokens.ts';
import { Random } from './random.ts';
import { vendorExample, vendorLookAlike } from './vendor-example.ts';

const redactor = createRedactor();
const rows = VENDOR_TOKENS.map((token) => [`${token.rule} ${token.prefix}`, token] as const);
/** What other rows, or the rule for parts such as `_live_`, find in a shorter token. */
const isRuleOf = (text: string, rule: string): boolean => text.includes(`[REDACTED:${rule}]`);

describe('vendor tokens', () => {
  test.each(rows)('%s: a made-up example is redacted', (_, token) => {
    for (const seed of [1, 2, 3]) {
      const example = vendorExample(token, new Random(seed));
      const redacted = redactor.redactText(`upstream refused ${example} after 3 tries`);
      expect(redacted).toMatch(/^upstream refused \[REDACTED:[\w-]+\] after 3 tries$/);
    }
  });

  test.each(rows)('%s: a look-alike outside its shape is not', (_, token) => {
    const sameRule = VENDOR_TOKENS.filter(({ rule, prefix }) => rule === token.rule && token.prefix.startsWith(prefix));
    if (sameRule.length > 1) return;
    const lookAlike = vendorLookAlike(token, new Random(4));
    if (lookAlike === undefined) return;
    expect(isRuleOf(redactor.redactText(`upstream refused ${lookAlike} after 3 tries`), token.rule)).toBe(false);
  });
});
