import { metrics } from '@opentelemetry/api';
import { OnceSet } from '../diagnostics/once.ts';
import { warnVisibly } from '../diagnostics/warn-visibly.ts';

/** Counts lines that could not be written, and warns once for each output. */
export class LostLines {
  readonly #warned = new OnceSet();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** `place` is `file`, `console` or `closed`. `problem` names what was expected and what was found. */
  report(place: string, problem: string): void {
    this.#count++;
    metrics.getMeter('otelier').createCounter('otelier.logger.lost_lines', COUNTER).add(1, { 'otelier.output': place });
    this.warn(place, problem);
  }

  /** Warns without counting a line. */
  warn(place: string, problem: string): void {
    if (!this.#warned.add(place)) return;
    warnVisibly(
      `Logger: ${problem}; lines are lost and counted until this is repaired, and records are still exported over OTLP`,
    );
  }
}

const COUNTER = { unit: '{line}', description: 'Lines of Loggers that could not be written' };
