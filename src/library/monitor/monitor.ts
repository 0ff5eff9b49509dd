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
  /** Name in log lines and in documents that are read back. Exported telemetry has the SDK's service name. @default 'otelier' */
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
  /** Number of distinct metric names. */
  readonly metricsCount: number;
  /** Spans that can be read back. */
  readonly spansCount: number;
  /** The unfinished ones among them. */
  readonly activeSpans: number;
  /** Unfinished traces. */
  readonly activeTraces: number;
  /** Records that `log` has written. */
  readonly logsCount: number;
  /** Values, spans and records that were dropped, or merged into an overflow series, because they were invalid or too many. */
  readonly droppedCount: number;
}

const RULES = { serviceName: text, enableMetrics: flag, enableTracing: flag, enableLogging: flag };

/**
 * Metrics, traces and logs in one place. They go to OpenTelemetry and can be read back in the process, with and without an SDK. A disabled part does
 * nothing.
 */
export class Monitor {
  readonly serviceName: string;
  readonly metrics: MetricsCollector;
  readonly tracer: Tracer;
  readonly #log: MonitorLog | undefined;
  readonly #drops = new DropCount();
  #logs = 0;

  /** @throws {TypeError} naming the invalid option */
  constructor(options: MonitorOptions = {}) {
    const valid = validateOptions('Monitor', options, RULES);
    const { serviceName = 'otelier', enableMetrics = true, enableTracing = true, enableLogging = true } = valid;
    this.serviceName = serviceName;
    this.metrics = enableMetrics ? new MetricsCollector() : new DisabledMetrics();
    this.tracer = enableTracing ? new Tracer({ serviceName }) : new DisabledTracer({ serviceName });
    this.#log = enableLogging ? new MonitorLog(serviceName) : undefined;
  }

  /**
   * Logs a record with the ids of the active span or of the current trace. It goes to the logger provider or, while none is registered, to standard
   * output as a line of JSON. Secrets are removed as OTELIER_REDACTION and OTELIER_REDACT_* configure.
   */
  log(level: LogLevel, message: unknown, extra?: Readonly<Record<string, unknown>>): void {
    if (this.#log === undefined) return;
    if (!LOG_LEVELS.includes(level)) {
      this.#drops.add(
        `expected a level among ${LOG_LEVELS.join(', ')}, got ${describeValue(level)}; the record is dropped`,
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

  /** Deletes everything that can be read back, and the counts. Exported telemetry is not affected. */
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
 * Returns the one Monitor of this process. The first call creates it with its options.
 * @throws {TypeError} naming the invalid option, in the first call
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
