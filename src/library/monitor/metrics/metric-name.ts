const MAX_LENGTH = 255;

/**
 * Names for OpenTelemetry instruments, each given once: what is not allowed becomes `_`, and of two names that become one the second gets a number.
 * https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-name-syntax
 */
export class InstrumentNames {
  readonly #taken = new Set<string>();

  take(name: string): string {
    const legal = legalName(name);
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? '' : `_${number}`;
      const candidate = `${legal.slice(0, MAX_LENGTH - suffix.length)}${suffix}`;
      // The SDK compares them without case.
      const key = candidate.toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return candidate;
    }
  }

  clear(): void {
    this.#taken.clear();
  }
}

function legalName(name: string): string {
  const legal = name.replaceAll(/[^\w./-]/g, '_');
  return (/^[a-zA-Z]/.test(legal) ? legal : `m${legal.startsWith('_') ? '' : '_'}${legal}`).slice(0, MAX_LENGTH);
}
