import type { FlowRecorder } from './flow-recorder.ts';
import { NodeNames } from './node-names.ts';
import { OverriddenMethods, type OverrideOptions, type Overrides } from './overridden-methods.ts';

/** The parts of a PocketFlow node that this depends on. https://github.com/The-Pocket/PocketFlow-Typescript/blob/main/src/public/index.ts */
interface PocketNode {
  readonly start?: PocketNode;
  readonly _successors?: ReadonlyMap<string, PocketNode>;
  readonly currentRetry?: number;
  readonly maxRetries?: number;
  _run(shared: unknown): Promise<string | undefined>;
  clone(): PocketNode;
}

/** Options for nodes that are found while the flow runs. They are not restored, because a reference would keep them alive. */
const LATER: OverrideOptions = { isUndone: false };

type Exec = (...args: unknown[]) => unknown;

export function isPocketFlow(flow: object): flow is PocketNode {
  const { start, _run, _orchestrate } = flow as Record<string, unknown>;
  return typeof _run === 'function' && typeof _orchestrate === 'function' && (start === undefined || isNode(start));
}

function isNode(node: unknown): node is PocketNode {
  const { _run, clone } = Object(node) as Record<string, unknown>;
  return typeof _run === 'function' && typeof clone === 'function';
}

/** Instruments a PocketFlow: each node that can be reached from its start now, and later nodes when they are reached. */
export function instrumentPocketFlow(flow: object, recorder: FlowRecorder): OverriddenMethods {
  const instrumentation = new PocketFlowInstrumentation(recorder);
  instrumentation.addAll(flow as PocketNode);
  return instrumentation.methods;
}

interface Copied {
  readonly applied: readonly [string, PropertyDescriptor][];
  readonly overrides: Overrides;
}

class PocketFlowInstrumentation {
  readonly methods: OverriddenMethods;
  readonly #recorder: FlowRecorder;
  readonly #names = new NodeNames();
  readonly #seen = new WeakSet<object>();

  constructor(recorder: FlowRecorder) {
    this.#recorder = recorder;
    this.methods = new OverriddenMethods(recorder);
  }

  addAll(root: PocketNode): void {
    const found = [root];
    for (const node of found) {
      if (!isNode(node) || !this.#add(node, { isRoot: node === root })) continue;
      if (node.start !== undefined) found.push(node.start);
      found.push(...(node._successors?.values() ?? []));
    }
  }

  #add(node: PocketNode, options: OverrideOptions): boolean {
    if (this.#seen.has(node)) return false;
    this.#seen.add(node);
    const name = this.#names.of(node);
    const overrides: Overrides = {
      _run: (original) => this.#run(name, original),
      exec: (original) => this.#exec(original),
      getNextNode: (original) => this.#next(original),
      clone: (original) => {
        const copied = (clone: object): object => this.#copied(clone, node, { applied, overrides });
        return function (this: PocketNode, ...args) {
          return copied(original.apply(this, args));
        };
      },
    };
    const applied = Object.entries(this.methods.override(node, overrides, options));
    return true;
  }

  /** PocketFlow clones each node for each run. Defining single properties takes two thirds of the time of Object.defineProperties. */
  #copied(clone: object, source: object, { applied, overrides }: Copied): object {
    const isAlike = Object.getPrototypeOf(clone) === Object.getPrototypeOf(source);
    for (const [key, descriptor] of applied) {
      const own: unknown = Object.getOwnPropertyDescriptor(clone, key)?.value ?? descriptor.value;
      if (isAlike && own === descriptor.value) Object.defineProperty(clone, key, descriptor);
      // The application's own `clone` has given the copy another method.
      else this.methods.override(clone, { [key]: overrides[key] as Overrides[string] }, LATER);
    }
    return clone;
  }

  #run(name: string, original: PocketNode['_run']): PocketNode['_run'] {
    const instrumentation = this;
    const recorder = this.#recorder;
    return function (this: PocketNode, ...args) {
      const run = (): Promise<string | undefined> => original.apply(this, args);
      if ('start' in this) return instrumentation.#flow(name, this, run);
      if (!recorder.isRunning) return run();
      return recorder.node(name, {}, args[0], async () => {
        const action = await run();
        if (typeof action === 'string') recorder.action(action);
        return action;
      });
    };
  }

  #flow(name: string, flow: PocketNode, run: () => Promise<string | undefined>): Promise<string | undefined> {
    const recorder = this.#recorder;
    if (!recorder.isOn) return run();
    if (isNode(flow.start)) this.#add(flow.start, LATER);
    const within = (): Promise<string | undefined> => recorder.flow(name, {}, run);
    return recorder.isRunning ? recorder.measured(name, within) : within();
  }

  /** Records failed attempts. PocketFlow calls `exec` once for each attempt, and for each item of a batch. */
  #exec(original: Exec): Exec {
    const recorder = this.#recorder;
    return function (this: PocketNode, ...args) {
      const failed = (error: unknown): never => {
        const attempt = (this.currentRetry ?? 0) + 1;
        if (attempt < (this.maxRetries ?? 1)) recorder.retried(attempt, error);
        throw error;
      };
      try {
        const result = original.apply(this, args);
        return result instanceof Promise ? result.catch(failed) : result;
      } catch (error) {
        return failed(error);
      }
    };
  }

  #next(original: (action?: string) => PocketNode | undefined): (action?: string) => PocketNode | undefined {
    const instrumentation = this;
    return function (this: PocketNode, action) {
      const next = original.call(this, action);
      if (instrumentation.#recorder.isRunning && isNode(next)) instrumentation.#add(next, LATER);
      return next;
    };
  }
}
