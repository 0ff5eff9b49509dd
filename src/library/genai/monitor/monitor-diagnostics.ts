import { log } from '../../../foundation/diagnostics/log.ts';
import type { MonitoringLogLevel } from '../record/monitoring-config.ts';

const LEVELS: readonly MonitoringLogLevel[] = ['debug', 'info', 'warning', 'error'];

/** The monitor's own messages: those of its level and above go to the diagnostic log. */
export class MonitorLog {
  readonly #least: number;

  constructor(least: MonitoringLogLevel) {
    this.#least = LEVELS.indexOf(least);
  }

  /** The message is only made when it is wanted. */
  debug(message: () => string): void {
    if (this.#wants('debug')) log.debug(message());
  }

  info(message: () => string): void {
    if (this.#wants('info')) log.info(message());
  }

  warning(message: () => string): void {
    if (this.#wants('warning')) log.warn(message());
  }

  error(message: () => string): void {
    if (this.#wants('error')) log.error(message());
  }

  #wants(level: MonitoringLogLevel): boolean {
    return LEVELS.indexOf(level) >= this.#least;
  }
}
