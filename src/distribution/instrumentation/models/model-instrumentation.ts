import { createRequire } from 'node:module';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { log } from '../../../foundation/diagnostics/log.ts';
import { VERSION } from '../../../foundation/diagnostics/version.ts';
import { failureText } from '../../../library/genai/guarded-call.ts';
import { type ModelMethod, watchCall } from '../../../library/genai/observe/called-model.ts';
import { asOwnCall, watchHelper } from '../../../library/genai/observe/eventful-stream-call.ts';
import { inPlaceOf } from '../../../library/genai/observe/own-property.ts';
import type { RequestBody } from '../../../library/genai/operation/model-call.ts';
import { configuredConventions, OperationTelemetry } from '../../../library/genai/operation/operation-telemetry.ts';
import type { ModelResource, ModelSdk } from './model-sdk.ts';

const load = createRequire(import.meta.url);
const { InstrumentationBase, InstrumentationNodeModuleDefinition } = load(
  '@opentelemetry/instrumentation',
) as typeof import('@opentelemetry/instrumentation');

// biome-ignore lint/suspicious/noExplicitAny: methods of SDKs, of any kind.
type Method = (...args: any[]) => unknown;
type Members = Record<string, unknown>;
type Resource = { readonly _client?: unknown };
type Wrap = (original: Method) => Method;

/** Patches the SDK of a provider in the classes of its resources: whatever of it makes a request does so through them. */
export function createModelInstrumentation(sdk: ModelSdk): Instrumentation {
  return new (class extends InstrumentationBase {
    readonly #patched: (() => void)[] = [];
    #telemetry: OperationTelemetry | undefined;

    constructor() {
      // Not enabled by the base constructor: at that time there are no fields yet.
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

    /** Imported, it is a namespace; the classes are the same for both. */
    #patch(exports: Members): void {
      const client = exports[sdk.client] ?? exports['default'] ?? exports;
      for (const resource of sdk.resources) {
        const prototype = (resource.find(client) as { prototype?: Members } | undefined)?.prototype;
        if (prototype === undefined) continue;
        this.#replace(prototype, 'create', (original) => this.#watchingCreate(original, resource));
        for (const helper of resource.helpers ?? [])
          this.#replace(prototype, helper, (original) => watchingHelper(original, sdk));
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

    #watchingCreate(original: Method, resource: ModelResource): Method {
      return inPlaceOf(original, (self, args) => {
        const client = (self as Resource | undefined)?._client;
        const method = understood(() => resource.method(client, args[0] as RequestBody));
        if (method === undefined) return Reflect.apply(original, self, args);
        const watched = () => watchCall(this.#current(), method, () => callInside(sdk, original, self, args));
        return asOwnCall(args[1], watched);
      });
    }

    /** Its instruments are those of the provider that was set last. */
    #current(): OperationTelemetry {
      const { tracer, meter, logger } = this;
      if (this.#telemetry?.tracer !== tracer)
        this.#telemetry = new OperationTelemetry({ tracer, meter, logger, ...configuredConventions() });
      return this.#telemetry as OperationTelemetry;
    }
  })();
}

/** Everything that stands in the place of a method: nothing is patched twice. */
const replacements = new WeakSet<Method>();

const watchingHelper = (original: Method, sdk: ModelSdk): Method =>
  inPlaceOf(original, (self, args) => watchHelper(() => callInside(sdk, original, self, args)));

function callInside({ around }: ModelSdk, original: Method, self: unknown, args: unknown[]): unknown {
  const call = (): unknown => Reflect.apply(original, self, args);
  return around === undefined ? call() : around((self as Resource | undefined)?._client, call);
}

/** A request that is not understood is the SDK's to refuse. */
function understood(read: () => ModelMethod): ModelMethod | undefined {
  try {
    return read();
  } catch (error) {
    log.debug(`a call of a model: expected to be understood, got "${failureText(error)}"; it is not traced`);
    return undefined;
  }
}
