import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes } from '@opentelemetry/api';
import { errorType, readException } from '../../foundation/log-lines/exception.ts';
import type { ContentCapture } from './content-capture.ts';
import type { FlowMonitor, FlowSpan } from './flow-monitor.ts';
import { NodeMetrics } from './node-metrics.ts';

export interface RecorderOptions {
  readonly monitor: FlowMonitor;
  /** Prefix of the metric names. */
  readonly prefix: string;
  /** `pocketflow`, `langgraph` or `otelier`. */
  readonly framework: string;
  readonly content: ContentCapture | undefined;
}

/** One flow or node while it runs. */
interface Run {
  readonly recorder: FlowRecorder;
  readonly span: FlowSpan;
}

const runs = new AsyncLocalStorage<Run>();

/** A value that a node threw as a signal to its framework. The node has not failed. */
class ThrownSignal {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** Records the spans and metrics of one instrumented flow. Results and errors are passed on unchanged. */
export class FlowRecorder {
  readonly #options: RecorderOptions;
  readonly #metrics: NodeMetrics;
  #active = 0;
  /** While false, nothing is recorded. */
  isOn = true;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#metrics = new NodeMetrics(options.monitor.metrics, options.prefix);
  }

  /** Number of running nodes. */
  get active(): number {
    return this.#active;
  }

  /** Whether the running code was called by the instrumented flow. */
  get isRunning(): boolean {
    return this.isOn && runs.getStore()?.recorder === this;
  }

  /** The span of the running node, otherwise of the flow. */
  get span(): FlowSpan | undefined {
    const run = runs.getStore();
    return this.isOn && run?.recorder === this ? run.span : undefined;
  }

  /** Runs a flow in a span `invoke_workflow <name>`. */
  async flow<T>(name: string, attributes: Attributes, run: () => Promise<T>): Promise<T> {
    const all = {
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': name,
      'flow.name': name,
      'flow.framework': this.#options.framework,
      ...attributes,
    };
    return this.#within(`invoke_workflow ${name}`, all, run);
  }

  /** Runs a node in a span `execute_node <name>` and records its metrics. */
  node<T>(name: string, attributes: Attributes, input: unknown, run: () => Promise<T>): Promise<T> {
    const { content, framework } = this.#options;
    const all: Attributes = { 'flow.node.name': name, 'flow.framework': framework };
    for (const key in attributes) all[key] = attributes[key];
    if (content !== undefined) Object.assign(all, content.attribute('flow.node.input', input));
    const within = content === undefined ? run : (): Promise<T> => this.#withOutput(content, run);
    return this.measured(name, () => this.#within(`execute_node ${name}`, all, within));
  }

  /** Runs a node and records its metrics only: executions, errors, duration and the number of active nodes. */
  async measured<T>(node: string, run: () => Promise<T>): Promise<T> {
    const labels = { node };
    const started = performance.now();
    this.#metrics.started(labels, ++this.#active);
    try {
      return await run();
    } catch (error) {
      if (!isSignal(error)) this.#metrics.failed(labels);
      throw error;
    } finally {
      this.#metrics.ended(labels, (performance.now() - started) / 1000, --this.#active);
    }
  }

  /** Records the action of a node, which chooses the next node. */
  action(action: string): void {
    this.span?.setAttribute('flow.node.action', action);
  }

  /** Records a failed attempt that is followed by another one. */
  retried(attempt: number, error: unknown): void {
    const { type, message } = readException(error);
    this.span?.addEvent('flow.node.retry', {
      'flow.node.attempt': attempt,
      'exception.type': type,
      'exception.message': message,
    });
  }

  async #withOutput<T>(content: ContentCapture, run: () => Promise<T>): Promise<T> {
    const output = await run();
    this.#setAttributes(content.attribute('flow.node.output', output));
    return output;
  }

  #setAttributes(attributes: Attributes): void {
    const { span } = this;
    for (const [key, value] of Object.entries(attributes)) span?.setAttribute(key, value);
  }

  #within<T>(name: string, attributes: Attributes, run: () => Promise<T>): Promise<T> {
    const within = async (span: FlowSpan): Promise<T | ThrownSignal> => {
      try {
        return await runs.run({ recorder: this, span }, run);
      } catch (error) {
        if (!isSignal(error)) {
          span.setAttribute('error.type', errorType(error));
          throw error;
        }
        span.addEvent('flow.interrupt');
        return new ThrownSignal(error);
      }
    };
    return this.#options.monitor.tracer.span(name, { attributes }, within).then(thrownOn);
  }
}

function thrownOn<T>(result: T | ThrownSignal): T {
  if (result instanceof ThrownSignal) throw result.thrown;
  return result;
}

/** The recorder of the instrumented flow in this async context. */
export const runningRecorder = (): FlowRecorder | undefined => runs.getStore()?.recorder;

/** Number of active nodes of the instrumented flow in this async context; 0 outside of a flow. */
export const activeNodes = (): number => runs.getStore()?.recorder.active ?? 0;

/** LangGraph throws interrupts and commands to a parent graph. https://langchain-ai.github.io/langgraphjs/concepts/human_in_the_loop/ */
function isSignal(error: unknown): boolean {
  try {
    return typeof error === 'object' && error !== null && (error as { is_bubble_up?: unknown }).is_bubble_up === true;
  } catch {
    // A getter or a proxy of the application may throw.
    return false;
  }
}
