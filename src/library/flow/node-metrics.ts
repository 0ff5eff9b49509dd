import type { FlowMonitor } from './flow-monitor.ts';

type Labels = { readonly node: string };

/** The metrics of a flow's nodes. Their names are made once: a text that is put together for each recording would be hashed each time. */
export class NodeMetrics {
  readonly #metrics: FlowMonitor['metrics'];
  readonly #names: Readonly<Record<'executions' | 'errors' | 'duration' | 'active', string>>;

  constructor(metrics: FlowMonitor['metrics'], prefix: string) {
    this.#metrics = metrics;
    this.#names = {
      executions: `${prefix}.node.executions`,
      errors: `${prefix}.node.errors`,
      duration: `${prefix}.node.duration`,
      active: `${prefix}.active_nodes`,
    };
  }

  started(labels: Labels, active: number): void {
    this.#metrics.counter(this.#names.executions, 1, labels, 'Executions of a node');
    this.#setActive(active);
  }

  failed(labels: Labels): void {
    this.#metrics.counter(this.#names.errors, 1, labels, 'Executions of a node that failed');
  }

  ended(labels: Labels, seconds: number, active: number): void {
    this.#metrics.histogram(this.#names.duration, seconds, labels, 'How long a node ran, in seconds');
    this.#setActive(active);
  }

  #setActive(active: number): void {
    this.#metrics.gauge(this.#names.active, active, {}, 'Nodes that run now');
  }
}
