import { log } from '../../../foundation/diagnostics/log.ts';
import type { MonitoringLogLevel } from '../record/monitoring-config.ts';

const LEVELS: readonly MonitoringLogLevel[] = ['debug', 'info', 'warning', 'error'];

/** The stream monitor's own messages in the diagnostic log, from the configured level on. */
export class MonitorDiagnostics {
  readonly #minLevel: number;
  readonly #logged = new Set<string>();

  constructor(minLevel: MonitoringLogLevel) {
    this.#minLevel = LEVELS.indexOf(minLevel);
  }

  /** The message is created only if it is logged. */
  debug(message: () => string): void {
    if (this.#includes('debug')) log.debug(message());
  }

  info(message: () => string): void {
    if (this.#includes('info')) log.info(message());
  }

  /** Logs the first warning of a kind: kinds are few. The statistics count all of them, since anything outside the process may cause any number. */
  warnOnce(kind: string, message: () => string): void {
    if (this.#includes('warning') && this.#isFirst(kind)) log.warn(message());
  }

  errorOnce(kind: string, message: () => string): void {
    if (this.#includes('error') && this.#isFirst(kind)) log.error(message());
  }

  #includes(level: MonitoringLogLevel): boolean {
    return LEVELS.indexOf(level) >= this.#minLevel;
  }

  #isFirst(kind: string): boolean {
    if (this.#logged.has(kind)) return false;
    this.#logged.add(kind);
    return true;
  }
}
