import type { Attributes, AttributeValue } from '@opentelemetry/api';

export interface FlowSpan {
  setAttribute(key: string, value: AttributeValue | undefined): unknown;
  addEvent(name: string, attributes?: Attributes): unknown;
}

/** The parts of a Monitor that flows need. */
export interface FlowMonitor {
  readonly tracer: {
    span<T>(
      name: string,
      options: { readonly attributes?: Attributes },
      fn: (span: FlowSpan) => Promise<T>,
    ): Promise<T>;
  };
  readonly metrics: {
    counter(name: string, value?: number, labels?: Record<string, string>, description?: string): void;
    gauge(name: string, value: number, labels?: Record<string, string>, description?: string): void;
    histogram(name: string, value: number, labels?: Record<string, string>, description?: string): void;
  };
  log(level: 'info', message: string, extra?: Record<string, unknown>): void;
  getStatistics(): object;
}
