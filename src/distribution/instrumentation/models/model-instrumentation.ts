import { createRequire } from 'node:module';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { VERSION } from '../../../foundation/diagnostics/version.ts';
import type { ModelMethod } from '../../../library/genai/observe/called-model.ts';
import type { RequestBody } from '../../../library/genai/operation/model-call.ts';
import type { OperationTelemetry } from '../../../library/genai/operation/operation-telemetry.ts';
import type { ModelResource, ModelSdk } from './model-sdk.ts';

const load = createRequire(import.meta.url);
const { InstrumentationBase, InstrumentationNodeModuleDefinition } = load(
  '@opentelemetry/instrumentation',
) as typeof import('@opentelemetry/instrumentation');

/** A chunk of its own, which the package entry otelier/genai shares: its state exists once in a process. */
const genai = load(
  '../../../library/genai/observe/model-observation.ts',
) as typeof import('../../../library/genai/observe/model-observation.ts');

// biome-ignore lint/suspicious/noExplicitAny: methods of SDKs, of any kind.
type Method = (...args: any[]) => unknown;
type Members = Record<string, unknown>;
type Resource = { readonly _client?: unknown };
type Wrap = (original: Method) => Method;

/** Patches the SDK of a provider in the classes of its resources, through which all of its requests go. */
export function createModelInstrumentation(sdk: ModelSdk): Instrumentation {
  return new (class extends InstrumentationBase {
    readonly #patched: (() => void)[] = [];
    #telemetry: OperationTelemetry | undefined;

    constructor() {
      // The base constructor must not enable it: the fields do not exist yet.
      super(`otelier/${sdk.module}`, VERSION, { enabled: false });
    }

    protected override init() {
      const patch = (exports: Members): Members => {
        this.#patch(exports);
        return exports;
      };
      return [new InstrumentationNodeModuleDefinition(sdk.module, [...sdk.versions], patch)];
    }

    override disable(): void {
      super.disable();
      for (const unpatch of this.#patched.splice(0)) unpatch();
    }

    /** An import gives a namespace and a require the class; the resources are the same. */
    #patch(exports: Members): void {
      const client = exports[sdk.client] ?? exports['default'] ?? exports;
      for (const resource of sdk.resources) {
        const prototype = (resource.find(client) as { prototype?: Members } | undefined)?.prototype;
        if (prototype === undefined) continue;
        this.#replace(prototype, 'create', (original) => this.#observingCreate(original, resource));
        for (const helper of resource.helpers ?? [])
          this.#replace(prototype, helper, (original) => observingHelper(original, sdk));
      }
    }

    #replace(prototype: Members, name: string, wrap: Wrap): void {
      const original = prototype[name] as Method | undefined;
      if (original === undefined || replacements.has(original)) return;
      const replacement = wrap(original);
      replacements.add(replacement);
      prototype[name] = replacement;
      this.#patched.push(() => {
        if (prototype[name] === replacement) prototype[name] = original;
      });
    }

    #observingCreate(original: Method, resource: ModelResource): Method {
      return genai.replacementFor(original, (self, args) => {
        const client = (self as Resource | undefined)?._client;
        const method = readMethod(() => resource.method(client, args[0] as RequestBody));
        if (method === undefined) return Reflect.apply(original, self, args);
        const { signal } = (args[1] ?? {}) as { signal?: unknown };
        const call = () => callInside(sdk, original, self, args);
        return genai.detachFromHelper(signal, () => genai.observeCall(this.#current(), method, { call, signal }));
      });
    }

    /** The instruments are those of the provider that was set last. */
    #current(): OperationTelemetry {
      const { tracer, meter, logger } = this;
      if (this.#telemetry?.tracer !== tracer)
        this.#telemetry = new genai.OperationTelemetry({ tracer, meter, logger, ...genai.configuredConventions() });
      return this.#telemetry as OperationTelemetry;
    }
  })();
}

/** All replacements of methods, so that none is patched twice. */
const replacements = new WeakSet<Method>();

const observingHelper = (original: Method, sdk: ModelSdk): Method =>
  genai.replacementFor(original, (self, args) => genai.observeHelperCall(() => callInside(sdk, original, self, args)));

function callInside({ around }: ModelSdk, original: Method, self: unknown, args: unknown[]): unknown {
  const call = (): unknown => Reflect.apply(original, self, args);
  return around === undefined ? call() : around((self as Resource | undefined)?._client, call);
}

/** The SDK rejects a request that cannot be read. */
function readMethod(read: () => ModelMethod): ModelMethod | undefined {
  try {
    return read();
  } catch (error) {
    genai.logOnce(
      'debug',
      'request',
      () => `a call of a model: expected a known form, got "${genai.failureText(error)}"; it is not traced`,
    );
    return undefined;
  }
}
