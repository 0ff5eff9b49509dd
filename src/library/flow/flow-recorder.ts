import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes } from '@opentelemetry/api';
import { errorType, readException } from '../../foundation/log-lines/exception.ts';
import type { ContentCapture } from './content-capture.ts';
import type { FlowMonitor, FlowSpan } from './flow-monitor.ts';
import { NodeMetrics } from './node-metrics.ts';

export interface RecorderOptions {
  readonly monitor: FlowMonitor;
  /** Of the metrics' names. */
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

/** What a node threw to be heard by its framework, not since it failed. */
class NoFailure {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** Spans and metrics of one instrumented flow. Results and errors go through as they are. */
export class FlowRecorder {
  readonly #options: RecorderOptions;
  readonly #metrics: NodeMetrics;
  #active = 0;
  /** Off: everything goes through. */
  isOn = true;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#metrics = new NodeMetrics(options.monitor.metrics, options.prefix);
  }

  /** Nodes that run now. */
  get active(): number {
    return this.#active;
  }

  /** Whether the code that runs now was called by the instrumented flow. */
  get isRunning(): boolean {
    return this.isOn && runs.getStore()?.recorder === this;
  }

  /** The span of what runs now: of the node, else of the flow. */
  get span(): FlowSpan | undefined {
    const run = runs.getStore();
    return this.isOn && run?.recorder === this ? run.span : undefined;
  }

  /** A span `invoke_workflow <name>` around a whole flow. */
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

  /** A span `execute_node <name>`, and the node's metrics. */
  node<T>(name: string, attributes: Attributes, input: unknown, run: () => Promise<T>): Promise<T> {
    const { content, framework } = this.#options;
    const all: Attributes = { 'flow.node.name': name, 'flow.framework': framework };
    for (const key in attributes) all[key] = attributes[key];
    if (content !== undefined) Object.assign(all, content.attribute('flow.node.input', input));
    const within = content === undefined ? run : (): Promise<T> => this.#withOutput(content, run);
    return this.measured(name, () => this.#within(`execute_node ${name}`, all, within));
  }

  /** A node's metrics alone: executions, errors, duration, how many are active. */
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

  /** What a node, or the framework on its behalf, decided: where the flow goes on. */
  action(action: string): void {
    this.span?.setAttribute('flow.node.action', action);
  }

  /** A try that failed and is followed by another one. */
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
    this.#note(content.attribute('flow.node.output', output));
    return output;
  }

  #note(attributes: Attributes): void {
    const { span } = this;
    for (const [key, value] of Object.entries(attributes)) span?.setAttribute(key, value);
  }

  #within<T>(name: string, attributes: Attributes, run: () => Promise<T>): Promise<T> {
    const within = async (span: FlowSpan): Promise<T | NoFailure> => {
      try {
        return await runs.run({ recorder: this, span }, run);
      } catch (error) {
        if (!isSignal(error)) {
          span.setAttribute('error.type', errorType(error));
          throw error;
        }
        span.addEvent('flow.interrupt');
        return new NoFailure(error);
      }
    };
    return this.#options.monitor.tracer.span(name, { attributes }, within).then(thrownOn);
  }
}

function thrownOn<T>(result: T | NoFailure): T {
  if (result instanceof NoFailure) throw result.thrown;
  return result;
}

/** Of the instrumented flow that runs here. */
export const runningRecorder = (): FlowRecorder | undefined => runs.getStore()?.recorder;

/** How many nodes of the instrumented flow that runs here are active; 0 where none runs. */
export const activeNodes = (): number => runs.getStore()?.recorder.active ?? 0;

/** LangGraph's interrupts and commands to a parent graph are thrown. https://langchain-ai.github.io/langgraphjs/concepts/human_in_the_loop/ */
function isSignal(error: unknown): boolean {
  try {
    return typeof error === 'object' && error !== null && (error as { is_bubble_up?: unknown }).is_bubble_up === true;
  } catch {
    // A getter or a proxy of the application's.
    return false;
  }
}
