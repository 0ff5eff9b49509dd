import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { DropCount } from '../../foundation/diagnostics/drop-count.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { describeValue, flag, text, validateOptions } from '../../foundation/diagnostics/options.ts';
import { readException } from '../../foundation/log-lines/exception.ts';
import { LOG_LEVELS, type LogLevel } from '../../foundation/log-lines/log-level.ts';
import { DisabledMetrics, DisabledTracer } from './disabled-parts.ts';
import { MetricsCollector } from './metrics-collector.ts';
import { MonitorLog } from './monitor-log.ts';
import { Tracer } from './tracing/tracer.ts';

export interface MonitorOptions {
  /** In lines and in documents that are read back; what is exported has the service's name of the SDK. @default 'otelier' */
  readonly serviceName?: string;
  /** @default true */
  readonly enableMetrics?: boolean;
  /** @default true */
  readonly enableTracing?: boolean;
  /** @default true */
  readonly enableLogging?: boolean;
}

export interface MonitorStatistics {
  readonly serviceName: string;
  /** Names of metrics. */
  readonly metricsCount: number;
  /** Spans that can be read back. */
  readonly spansCount: number;
  /** Of them, those that are not finished. */
  readonly activeSpans: number;
  /** Traces that are not finished. */
  readonly activeTraces: number;
  /** Records of `log`. */
  readonly logsCount: number;
  /** Bad data, and too much of it: what was left out, or folded into something else. */
  readonly droppedCount: number;
}

const RULES = { serviceName: text, enableMetrics: flag, enableTracing: flag, enableLogging: flag };

/**
 * Metrics, traces and logs in one place: they go to OpenTelemetry, and can be read back in the process, with and without an SDK. A part that is
 * not enabled does nothing.
 */
export class Monitor {
  readonly serviceName: string;
  readonly metrics: MetricsCollector;
  readonly tracer: Tracer;
  readonly #log: MonitorLog | undefined;
  readonly #drops = new DropCount();
  #logs = 0;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(options: MonitorOptions = {}) {
    const valid = validateOptions('Monitor', options, RULES);
    const { serviceName = 'otelier', enableMetrics = true, enableTracing = true, enableLogging = true } = valid;
    this.serviceName = serviceName;
    this.metrics = enableMetrics ? new MetricsCollector() : new DisabledMetrics();
    this.tracer = enableTracing ? new Tracer({ serviceName }) : new DisabledTracer({ serviceName });
    this.#log = enableLogging ? new MonitorLog(serviceName) : undefined;
  }

  /**
   * Logs a record with the ids of the active span, or of the current trace: to the logger provider or, while none is registered, as a line of JSON on
   * standard output, without secrets.
   */
  log(level: LogLevel, message: unknown, extra?: Readonly<Record<string, unknown>>): void {
    if (this.#log === undefined) return;
    if (!LOG_LEVELS.includes(level)) {
      this.#drops.add(
        `expected a level among ${LOG_LEVELS.join(', ')}, got ${describeValue(level)}; the record is left out`,
      );
      return;
    }
    try {
      this.#log.write(level, message, extra, this.tracer.currentContext);
      this.#logs++;
    } catch (error) {
      this.#drops.add(`a record could not be logged: ${readException(error).message}; it is dropped`);
    }
  }

  getStatistics(): MonitorStatistics {
    const { metrics, tracer } = this;
    const { spans, activeSpans, activeTraces } = tracer.counts;
    return {
      serviceName: this.serviceName,
      metricsCount: metrics.names.length,
      spansCount: spans,
      activeSpans,
      activeTraces,
      logsCount: this.#logs,
      droppedCount: metrics.droppedCount + tracer.droppedCount + this.#drops.count,
    };
  }

  /** Forgets what can be read back, and what was counted. What was exported is not affected. */
  clear(): void {
    this.metrics.clear();
    this.tracer.clear();
    this.#drops.clear();
    this.#logs = 0;
  }
}

// On the global object, since two copies of otelier may be loaded.
const MONITOR = Symbol.for('otelier.monitor');
const globals = globalThis as { [MONITOR]?: Monitor };

/**
 * The one Monitor of this process; the first call makes it, with its options.
 * @throws {TypeError} on an option of the wrong kind, when it makes it
 */
export function getMonitor(options?: MonitorOptions): Monitor {
  const made = globals[MONITOR];
  if (made === undefined) {
    globals[MONITOR] = new Monitor(options);
    return globals[MONITOR];
  }
  if (options !== undefined && (typeof options !== 'object' || attempt(() => Object.keys(options).length) !== 0))
    warnOnce('getMonitor: expected options in the first call only; those of a later call have no effect');
  return made;
}
