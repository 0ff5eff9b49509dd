import { metrics } from '@opentelemetry/api';
import { warnVisibly } from '../diagnostics/warn-visibly.ts';

/** Counts the lines that could not be written, and says so once for each place they should have gone to. */
export class LostLines {
  readonly #warned = new Set<string>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** `place`: `file`, `console` or `closed`. `problem`: what was expected and what there is. */
  report(place: string, problem: string): void {
    this.#count++;
    metrics.getMeter('otelier').createCounter('otelier.logger.lost_lines', COUNTER).add(1, { 'otelier.output': place });
    this.warn(place, problem);
  }

  /** Without a line that is lost. */
  warn(place: string, problem: string): void {
    if (this.#warned.has(place)) return;
    this.#warned.add(place);
    warnVisibly(
      `Logger: ${problem}; lines are lost and counted while this lasts, records are exported over OTLP all the same`,
    );
  }
}

const COUNTER = { unit: '{line}', description: 'Lines of Loggers that could not be written' };
