/** Something to redact: text, or the value of an attribute. */
export interface Sample {
  readonly family: string;
  readonly tier: 'core' | 'rare' | 'adversarial' | 'innocent' | 'ambiguous';
  readonly key?: string;
  readonly value: unknown;
  /** What must not be found in the result; absent for what must stay as it is. */
  readonly secret?: string;
  /** What must still be found. */
  readonly context?: readonly string[];
}

export interface Redacting {
  redactText(text: string): string;
  redactAttribute(key: string, value: unknown): unknown;
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Why the result is wrong, or undefined. */
export function judge(sample: Sample, redactor: Redacting): string | undefined {
  const { key, value, secret, context = [] } = sample;
  const result = key === undefined ? redactor.redactText(value as string) : redactor.redactAttribute(key, value);
  const after = written(result);
  const shown = `${sample.family}: ${key ?? ''} ${written(value)} -> ${after}`;
  if (secret === undefined) return after === written(value) ? undefined : `damaged ${shown}`;
  if (after.includes(secret)) return `leaked ${shown}`;
  const lost = context.find((part) => !after.includes(part));
  return lost === undefined ? undefined : `lost "${lost}" ${shown}`;
}

export interface Score {
  readonly total: number;
  readonly right: number;
  readonly wrong: readonly string[];
}

export function score(samples: readonly Sample[], redactor: Redacting): Score {
  const wrong = samples.map((sample) => judge(sample, redactor)).filter((reason) => reason !== undefined);
  return { total: samples.length, right: samples.length - wrong.length, wrong };
}
