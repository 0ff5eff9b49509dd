import { SecretNames } from './names/secret-names.ts';
import { type RedactorOptions, validateRedactorOptions } from './redactor-options.ts';
import { Placeholder } from './scan/placeholder.ts';
import { PERSONAL_RULE_NAMES, RULE_NAMES } from './text/rule-table.ts';
import { TextRedactor } from './text/text-redactor.ts';
import { createPatternRedaction } from './text/user-patterns.ts';
import { REMOVED, redactNamedNumber } from './values/named-value.ts';
import { isQueryName, redactQuery } from './values/url-query.ts';
import { type ValueParts, ValueWalk } from './values/value-redactor.ts';

/** Takes secrets out of texts and attributes. None of it throws, and none of it changes what it was given. */
export interface Redactor {
  /** The text without its secrets: the very same string when there are none. */
  redactText(text: string): string;
  /**
   * The value without its secrets, the very same when there are none; `undefined` when the mode is `remove` and all of it is secret:
   * then leave the attribute out.
   */
  redactAttribute(key: string, value: unknown): unknown;
  /** All attributes of an object, by their names; the very same object when there was nothing to redact. */
  redactAttributes<T extends object>(attributes: T): T;
  /** Rule name -> redactions so far. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Counts, and tells whoever asked to be told. */
class Tally {
  readonly counts: Record<string, number> = Object.create(null);
  readonly #onRedaction: RedactorOptions['onRedaction'];

  constructor(onRedaction: RedactorOptions['onRedaction']) {
    this.#onRedaction = onRedaction;
  }

  readonly report = (rule: string): void => {
    this.counts[rule] = (this.counts[rule] ?? 0) + 1;
    try {
      this.#onRedaction?.(rule, 1);
    } catch {
      // Whoever counts must not make a secret leave.
    }
  };
}

/**
 * Creates a redactor. Rules and their limits: docs/redaction.md.
 * @throws TypeError when an option is unknown or of another kind than expected, or a pattern cannot run in linear time
 */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  validateRedactorOptions(options);
  const {
    mode = 'mask',
    keys,
    allowKeys,
    patterns = [],
    pii = false,
    maxDepth = 12,
    maxStringLength = 65_536,
  } = options;
  const tally = new Tally(options.onRedaction);
  const { report } = tally;
  const rules = new Set([...RULE_NAMES, ...PERSONAL_RULE_NAMES, ...patterns.map(({ name }) => name)]);
  const placeholder = new Placeholder(mode, options.hashKey, (name) => rules.has(name));
  const secretNames = new SecretNames(keys, allowKeys);
  const own = patterns.length === 0 ? undefined : createPatternRedaction(patterns, placeholder, report);
  const text = new TextRedactor({
    names: secretNames,
    placeholder,
    report,
    pii,
    maxLength: maxStringLength,
    patterns: own,
    words: secretNames.words(),
  });
  return new ClosedRedactor({ names: secretNames, placeholder, mode, report, text, maxDepth }, tally);
}

/** Where a rule fails, nothing of the value leaves. */
class ClosedRedactor implements Redactor {
  readonly #parts: ValueParts;
  readonly #tally: Tally;

  constructor(parts: ValueParts, tally: Tally) {
    this.#parts = parts;
    this.#tally = tally;
  }

  get counts(): Readonly<Record<string, number>> {
    return this.#tally.counts;
  }

  redactText(text: string): string {
    try {
      return this.#parts.text.redact(text);
    } catch {
      return this.#failed();
    }
  }

  redactAttribute(key: string, value: unknown): unknown {
    try {
      const verdict = this.#parts.names.judge(key);
      if (verdict === undefined && typeof value !== 'object' && typeof value !== 'symbol')
        return this.#unnamed(key, value);
      const redacted = new ValueWalk(this.#parts).redactAs(verdict, key, value);
      return redacted === REMOVED ? undefined : redacted;
    } catch {
      return this.#failed();
    }
  }

  /** The most frequent values, under names that say nothing. */
  #unnamed(key: string, value: unknown): unknown {
    const { text, mode } = this.#parts;
    if (typeof value === 'string') {
      const redacted = isQueryName(key) ? redactQuery(text, value) : text.redact(value);
      return mode === 'remove' && redacted !== value && redacted.trim() === '' ? undefined : redacted;
    }
    if (typeof value !== 'number' && typeof value !== 'bigint') return value;
    const redacted = redactNamedNumber(this.#parts, undefined, value, key);
    return redacted === REMOVED ? undefined : redacted;
  }

  redactAttributes<T extends object>(attributes: T): T {
    try {
      return new ValueWalk(this.#parts).properties(undefined, attributes, false) as T;
    } catch {
      this.#failed();
      return {} as T;
    }
  }

  #failed(): string {
    this.#parts.report('error');
    return this.#parts.placeholder.write('error', '');
  }
}
