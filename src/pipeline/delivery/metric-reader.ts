import { context } from '@opentelemetry/api';
import { ExportResultCode, globalErrorHandler, suppressTracing } from '@opentelemetry/core';
import {
  type CollectionResult,
  type MetricCollectOptions,
  type MetricProducer,
  MetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { DeliveryResult } from '../../foundation/diagnostics/delivery-result.ts';
import { countDataPoints } from '../exporters/otlp/data-points.ts';
import { recordOutcome } from './batch-export.ts';
import type { ExportLedger } from './export-ledger.ts';
import { collectSynchronously } from './synchronous-collection.ts';
import { UnsentDeltas } from './unsent-deltas.ts';

export interface PushingMetricReaderOptions {
  readonly exporter: PushMetricExporter;
  readonly intervalMillis: number;
  /** The limit for callbacks of observable instruments. */
  readonly collectTimeoutMillis: number;
  /** Counts data points. */
  readonly ledger?: ExportLedger;
  /** Applied to each collection before it is exported or kept. @default nothing is */
  readonly redact?: (metrics: ResourceMetrics) => ResourceMetrics;
}

/**
 * Collects and pushes metrics at an interval. Other than with the SDK's periodic reader, no timer keeps the process alive while an export is in progress, and
 * the last values can be collected when the process ends, with an event loop (`prepareEnd`) or without (`drain`).
 */
export class PushingMetricReader extends MetricReader {
  readonly #options: PushingMetricReaderOptions;
  readonly #exporter: PushMetricExporter;
  #producer: MetricProducer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #last: ResourceMetrics | undefined;
  readonly #inProgress = new Set<ResourceMetrics>();
  readonly #unsent = new UnsentDeltas();
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

  override async collect(options?: MetricCollectOptions): Promise<CollectionResult> {
    const { resourceMetrics, errors } = await super.collect(options);
    return { resourceMetrics: this.#redacted(resourceMetrics), errors };
  }

  /** Collects the last values while there is an event loop: some callbacks of observable instruments are asynchronous. */
  prepareEnd(): void {
    if (this.#isShutDown) return;
    const collecting = this.collect().then(({ resourceMetrics }) => {
      this.#last = resourceMetrics;
    });
    collecting.catch(globalErrorHandler);
    // Runs only if the application has started more work.
    setImmediate(() => {
      const unused = this.#last;
      this.#last = undefined;
      if (unused !== undefined) void this.#export(unused).catch(() => {});
    }).unref();
  }

  /**
   * Returns everything that is not known to be delivered, and the last values: those of `prepareEnd`, or those that can be collected without an event
   * loop. The second call returns nothing.
   */
  drain(): readonly ResourceMetrics[] {
    if (this.#isShutDown || this.#producer === undefined) return [];
    this.#isShutDown = true;
    clearInterval(this.#timer);
    const last = this.#last ?? this.#collectSynchronously(this.#producer);
    return [...this.#unsent.drain(), ...this.#inProgress, last].filter(
      (metrics) => metrics !== undefined && metrics.scopeMetrics.length > 0,
    ) as ResourceMetrics[];
  }

  #collectSynchronously(producer: MetricProducer): ResourceMetrics | undefined {
    const metrics = collectSynchronously(producer);
    return metrics && this.#redacted(metrics);
  }

  #redacted(metrics: ResourceMetrics): ResourceMetrics {
    return this.#options.redact?.(metrics) ?? metrics;
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

  /** One at a time: two concurrent collections of delta temporality would divide the values between them. */
  async #run(): Promise<void> {
    this.#running ??= this.#collectAndExport().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #collectAndExport(): Promise<void> {
    const { resourceMetrics, errors } = await this.collect({ timeoutMillis: this.#options.collectTimeoutMillis });
    for (const error of errors) globalErrorHandler(error as Error);
    await this.#exportUnsent(resourceMetrics);
    await this.#export(resourceMetrics);
  }

  /** Exports earlier collections in their order. If one fails again, `latest` waits behind them. */
  async #exportUnsent(latest: ResourceMetrics): Promise<void> {
    for (let metrics = this.#unsent.next(); metrics !== undefined; metrics = this.#unsent.next()) {
      const result = await this.#send(metrics);
      if (result.isTransient !== true) continue;
      this.#unsent.putBack(metrics);
      this.#keep(latest);
      throw result.error ?? new Error('export of metrics failed');
    }
  }

  /** Failures also reach the global error handler. */
  async #export(metrics: ResourceMetrics): Promise<void> {
    if (metrics.scopeMetrics.length === 0) return;
    const result = await this.#send(metrics);
    if (result.isTransient === true) this.#keep(metrics);
    if (result.code !== ExportResultCode.SUCCESS) throw result.error ?? new Error('export of metrics failed');
  }

  #keep(metrics: ResourceMetrics): void {
    for (const lost of this.#unsent.keep(metrics)) this.#options.ledger?.dropped('queue_full', countDataPoints(lost));
  }

  async #send(metrics: ResourceMetrics): Promise<DeliveryResult> {
    const { resource } = metrics;
    if (resource.asyncAttributesPending === true) await resource.waitForAsyncAttributes?.();
    this.#inProgress.add(metrics);
    const result = await new Promise<DeliveryResult>((resolve) => {
      context.with(suppressTracing(context.active()), () => this.#exporter.export(metrics, resolve));
    });
    this.#inProgress.delete(metrics);
    const { ledger } = this.#options;
    if (result.isTransient === true) ledger?.failed();
    else if (ledger !== undefined) recordOutcome(ledger, countDataPoints(metrics), result);
    if (result.code !== ExportResultCode.SUCCESS)
      globalErrorHandler(result.error ?? new Error('export of metrics failed'));
    return result;
  }
}
