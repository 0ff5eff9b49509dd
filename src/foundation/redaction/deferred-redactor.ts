import { createRequire } from 'node:module';
import type { Redactor } from './redactor.ts';
import { type RedactorOptions, validateRedactorOptions } from './redactor-options.ts';

const load = createRequire(import.meta.url);

/** A built package can be loaded at any time. From a checkout, older Node versions cannot `require` ES modules later. */
const isBuilt = !import.meta.url.endsWith('.ts');

/** Replaces a value when even loading the rules fails. */
const WITHHELD = '[REDACTED:error]';

/**
 * Creates a redactor that loads its rules at the first text: loading them takes as long as a good part of the start.
 * @throws {TypeError} for options of the wrong kind
 */
export function deferRedactor(options: RedactorOptions): Redactor {
  validateRedactorOptions(options);
  const deferred = new DeferredRedactor(options);
  // Patterns are compiled here, so that a pattern that cannot run is refused at once.
  if (!isBuilt || (options.patterns ?? []).length > 0) deferred.make();
  return deferred;
}

class DeferredRedactor implements Redactor {
  readonly #options: RedactorOptions;
  #made: Redactor | undefined;

  constructor(options: RedactorOptions) {
    this.#options = options;
  }

  make(): Redactor {
    if (this.#made === undefined) {
      const { createRedactor } = load('./redactor.ts') as typeof import('./redactor.ts');
      this.#made = createRedactor(this.#options);
    }
    return this.#made;
  }

  get counts(): Readonly<Record<string, number>> {
    return this.#made?.counts ?? {};
  }

  redactText(text: string): string {
    return closed(() => this.make().redactText(text), WITHHELD);
  }

  redactAttribute(key: string, value: unknown): unknown {
    return closed(() => this.make().redactAttribute(key, value), WITHHELD);
  }

  redactAttributes<T extends object>(attributes: T): T {
    return closed(() => this.make().redactAttributes(attributes), {} as T);
  }
}

function closed<T>(redact: () => T, withheld: T): T {
  try {
    return redact();
  } catch {
    return withheld;
  }
}
