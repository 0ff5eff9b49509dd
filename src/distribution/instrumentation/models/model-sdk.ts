import type { ModelMethod } from '../../../library/genai/observe/called-model.ts';
import type { AskedRequest, RequestBody } from '../../../library/genai/operation/model-call.ts';
import { placeOf } from '../../../library/genai/providers/provider-from-url.ts';

/** How a call of a method of a client is understood. */
export type UnderstoodMethod = (client: unknown, body: RequestBody) => ModelMethod;

/** A class of an SDK whose instances ask models by their method `create`. */
export interface ModelResource {
  /** Where it is in the class of clients; undefined in versions that do not have it. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the package exports.
  readonly find: (client: any) => unknown;
  /** What a call asks, and how its answer is read. */
  readonly method: UnderstoodMethod;
  /** Methods that answer an object which makes its requests later. */
  readonly helpers?: readonly string[];
}

/** What there is to know of the SDK of a provider. */
export interface ModelSdk {
  readonly module: string;
  readonly versions: readonly string[];
  /** The class of clients, as the package exports it. */
  readonly client: string;
  readonly resources: readonly ModelResource[];
  /** Makes a call of `create`, for which the client may have to be prepared. */
  readonly around?: (client: unknown, call: () => unknown) => unknown;
}

/** A method of the SDK of a provider, or of whoever its client is told to ask instead. */
export const methodOf =
  (
    provider: string,
    readRequest: (body: RequestBody) => AskedRequest,
    readResult: ModelMethod['readResult'],
  ): UnderstoodMethod =>
  (client, body) => {
    const { baseURL } = client as { readonly baseURL?: unknown };
    return { request: { ...placeOf(baseURL, provider), ...readRequest(body) }, readResult };
  };
