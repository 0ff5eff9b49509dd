import type { ModelMethod } from '../../../library/genai/observe/called-model.ts';
import type { ParsedRequest, RequestBody } from '../../../library/genai/operation/model-call.ts';
import { resolveEndpoint } from '../../../library/genai/providers/provider-from-url.ts';

/** Reads a call of a client's method. */
export type MethodReader = (client: unknown, body: RequestBody) => ModelMethod;

/** A class of an SDK whose method `create` calls models. */
export interface ModelResource {
  /** Finds it in the class of clients; undefined in versions that do not have it. */
  // biome-ignore lint/suspicious/noExplicitAny: the exports of any package.
  readonly find: (client: any) => unknown;
  /** Reads a call's request and its response. */
  readonly method: MethodReader;
  /** Methods that return an object which makes its requests later. */
  readonly helpers?: readonly string[];
}

/** The facts about a provider's SDK. */
export interface ModelSdk {
  readonly module: string;
  readonly versions: readonly string[];
  /** The class of clients, as the package exports it. */
  readonly client: string;
  readonly resources: readonly ModelResource[];
  /** Makes a call, for which the client may have to be prepared. */
  readonly around?: (client: unknown, call: () => unknown) => unknown;
}

/** A method of a provider's SDK; the client's base URL may lead to another provider. */
export const methodOf =
  (
    provider: string,
    readRequest: (body: RequestBody) => ParsedRequest,
    readResult: ModelMethod['readResult'],
  ): MethodReader =>
  (client, body) => {
    const { baseURL } = client as { readonly baseURL?: unknown };
    return { request: { ...resolveEndpoint(baseURL, provider), ...readRequest(body) }, readResult };
  };
