import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PERSONAL_RULE_NAMES, RULE_NAMES } from '../../../src/foundation/redaction/text/rule-table.ts';

describe('docs/redaction.md', () => {
  test('lists each rule with an example, and no other', () => {
    const page = readFileSync('docs/redaction.md', 'utf8');
    const rules = page.slice(page.indexOf('## Rules'), page.indexOf('## Limits'));
    const listed = [...rules.matchAll(/^\| `([\w-]+)`\s+\| (\S.*?)\s*\|$/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual([...RULE_NAMES, ...PERSONAL_RULE_NAMES].toSorted());
  });
});
