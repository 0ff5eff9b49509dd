import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

/** An SDK whose metrics can be looked at. */
export class RecordedMetrics {
  readonly #exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly #reader = new PeriodicExportingMetricReader({ exporter: this.#exporter, exportIntervalMillis: 2 ** 30 });
  readonly provider: MeterProvider = new MeterProvider({ readers: [this.#reader] });

  async collect(): Promise<readonly MetricData[]> {
    await this.#reader.forceFlush();
    return (
      this.#exporter
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap(({ metrics }) => metrics) ?? []
    );
  }

  async points(name: string): Promise<readonly (readonly [object, unknown])[]> {
    const metric = (await this.collect()).find(({ descriptor }) => descriptor.name === name);
    return (metric?.dataPoints ?? []).map(({ attributes, value }) => [attributes, value] as const);
  }
}
