import { type Context, createContextKey, type Span } from '@opentelemetry/api';

// `createContextKey` returns the same symbol for the same description: these are the keys of the API's own trace.getSpan and of core's getRPCMetadata.
const SPAN = createContextKey('OpenTelemetry Context Key SPAN');
const RPC_METADATA = createContextKey('OpenTelemetry SDK Context Key RPC_METADATA');

/** Frameworks' instrumentations write the matched route here: `RPCMetadata` of @opentelemetry/core. */
export interface HttpRpcMetadata {
  readonly type: 'http';
  readonly span: Span;
  route?: string;
}

/**
 * The context in which a request is handled: a span and its RPC metadata above the context that the request's headers give. One object, where the
 * API's own contexts would copy a map for each of the two values.
 */
export class RequestContext implements Context {
  readonly metadata: HttpRpcMetadata;
  readonly #base: Context;
  #expanded: Context | undefined;

  constructor(base: Context, span: Span) {
    this.#base = base;
    this.metadata = { type: 'http', span };
  }

  getValue(key: symbol): unknown {
    if (key === SPAN) return this.metadata.span;
    if (key === RPC_METADATA) return this.metadata;
    return this.#base.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#asMap().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#asMap().deleteValue(key);
  }

  /** The same values in a context of the API's own kind, whose derived contexts stay flat however many there are. */
  #asMap(): Context {
    this.#expanded ??= this.#base.setValue(SPAN, this.metadata.span).setValue(RPC_METADATA, this.metadata);
    return this.#expanded;
  }
}
