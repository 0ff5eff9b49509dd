import { context } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, globalErrorHandler, suppressTracing } from '@opentelemetry/core';
import {
  type MetricProducer,
  MetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { collectSynchronously } from './synchronous-collection.ts';

export interface PushingMetricReaderOptions {
  readonly exporter: PushMetricExporter;
  readonly intervalMillis: number;
  /** For callbacks of observable instruments that do not answer. */
  readonly collectTimeoutMillis: number;
}

/**
 * Collects and pushes metrics at an interval. Beside what the SDK's periodic reader does, no timer keeps the process alive while an export
 * is under way, and the last values can be had when the process ends, with an event loop (`prepareEnd`) or without (`drain`).
 */
export class PushingMetricReader extends MetricReader {
  readonly #options: PushingMetricReaderOptions;
  readonly #exporter: PushMetricExporter;
  #producer: MetricProducer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #last: ResourceMetrics | undefined;
  readonly #underWay = new Set<ResourceMetrics>();
  #isShutDown = false;

  constructor(options: PushingMetricReaderOptions) {
    const { exporter } = options;
    super({
      ...(exporter.selectAggregation && { aggregationSelector: exporter.selectAggregation.bind(exporter) }),
      ...(exporter.selectAggregationTemporality && {
        aggregationTemporalitySelector: exporter.selectAggregationTemporality.bind(exporter),
      }),
    });
    this.#options = options;
    this.#exporter = exporter;
  }

  override setMetricProducer(producer: MetricProducer): void {
    this.#producer = producer;
    super.setMetricProducer(producer);
  }

  /** The last values are collected while the event loop can still be had: not all callbacks of observable instruments are synchronous. */
  prepareEnd(): void {
    if (this.#isShutDown) return;
    const collecting = this.collect().then(({ resourceMetrics }) => {
      this.#last = resourceMetrics;
    });
    collecting.catch(globalErrorHandler);
    // Runs only if the application found something more to do.
    setImmediate(() => {
      const unused = this.#last;
      this.#last = undefined;
      if (unused !== undefined) void this.#export(unused).catch(() => {});
    }).unref();
  }

  /**
   * What is not known to be delivered, and the last values: those of `prepareEnd`, or what can be had without an event loop. The second
   * call answers nothing.
   */
  drain(): readonly ResourceMetrics[] {
    if (this.#isShutDown || this.#producer === undefined) return [];
    this.#isShutDown = true;
    clearInterval(this.#timer);
    const last = this.#last ?? collectSynchronously(this.#producer);
    return [...this.#underWay, last].filter(
      (metrics) => metrics !== undefined && metrics.scopeMetrics.length > 0,
    ) as ResourceMetrics[];
  }

  protected override onInitialized(): void {
    this.#timer = setInterval(() => {
      if (this.#running === undefined) void this.#run().catch(() => {});
    }, this.#options.intervalMillis).unref();
  }

  protected override async onForceFlush(): Promise<void> {
    await this.#running?.catch(() => {});
    await this.#run();
    await this.#exporter.forceFlush();
  }

  protected override async onShutdown(): Promise<void> {
    clearInterval(this.#timer);
    try {
      await this.onForceFlush();
    } finally {
      this.#isShutDown = true;
      await this.#exporter.shutdown();
    }
  }

  /** One at a time: two collections of delta temporality at once would share out the values between them. */
  async #run(): Promise<void> {
    this.#running ??= this.#collectAndExport().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #collectAndExport(): Promise<void> {
    const { resourceMetrics, errors } = await this.collect({ timeoutMillis: this.#options.collectTimeoutMillis });
    for (const error of errors) globalErrorHandler(error as Error);
    await this.#export(resourceMetrics);
  }

  /** Failures are told to the global error handler. */
  async #export(metrics: ResourceMetrics): Promise<void> {
    if (metrics.scopeMetrics.length === 0) return;
    const { resource } = metrics;
    if (resource.asyncAttributesPending === true) await resource.waitForAsyncAttributes?.();
    this.#underWay.add(metrics);
    const result = await new Promise<ExportResult>((resolve) => {
      context.with(suppressTracing(context.active()), () => this.#exporter.export(metrics, resolve));
    });
    this.#underWay.delete(metrics);
    if (result.code === ExportResultCode.SUCCESS) return;
    const error = result.error ?? new Error('export of metrics failed');
    globalErrorHandler(error);
    throw error;
  }
}
