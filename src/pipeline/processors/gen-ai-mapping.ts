import { createRequire } from 'node:module';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { MappingOptions } from '../../foundation/semconv/dialects/span-mapper.ts';
import { attributeSourceOf } from '../encoding/attribute-source.ts';

// Most processes have no such span: the mapper is loaded with the first.
const load = createRequire(import.meta.url);

/** Open spans that contain a span whose tokens are counted already. */
const MAX_ENCLOSING_SPANS = 4_096;

/**
 * Translates spans of generative AI libraries into the semantic conventions, and makes sure that tokens are counted once: spans end from the inside
 * out, so the spans that enclose a counted one are known by then. Other spans pass at the cost of a look at the first letter of each attribute.
 */
export class GenAiMapping {
  readonly #options: MappingOptions;
  readonly #enclosing = new Set<string>();

  constructor(options: MappingOptions) {
    this.#options = options;
  }

  /** A view of the span, or the span itself. Must be called once for each span. */
  map(span: ReadableSpan): ReadableSpan {
    const isEnclosing = this.#enclosing.size > 0 && this.#enclosing.delete(span.spanContext().spanId);
    if (!hasGenAiAttribute(span)) {
      if (isEnclosing) this.#markParent(span);
      return span;
    }
    return this.#mapped(span, isEnclosing);
  }

  #mapped(span: ReadableSpan, isEnclosing: boolean): ReadableSpan {
    try {
      const { mapSpan } = load(
        '../../foundation/semconv/dialects/span-mapper.ts',
      ) as typeof import('../../foundation/semconv/dialects/span-mapper.ts');
      const { name, attributes, events, isInsideAnother } = mapSpan(span, isEnclosing, this.#options);
      if (isInsideAnother) this.#markParent(span);
      const properties = {
        name: { value: name, enumerable: true },
        attributes: { value: attributes, enumerable: true },
        events: { value: events, enumerable: true },
      };
      return Object.create(span, properties) as ReadableSpan;
    } catch {
      // Exported as it is: another vocabulary is better than no span.
      return span;
    }
  }

  #markParent({ parentSpanContext }: ReadableSpan): void {
    if (parentSpanContext === undefined || parentSpanContext.isRemote === true) return;
    this.#enclosing.add(parentSpanContext.spanId);
    if (this.#enclosing.size > MAX_ENCLOSING_SPANS)
      for (const oldest of this.#enclosing) return void this.#enclosing.delete(oldest);
  }
}

/** The first letters of the namespaces gen_ai, ai, llm, langfuse, traceloop and openinference. */
const [G, A, L, T, O] = [...'galto'].map((letter) => letter.charCodeAt(0));
const BEGINNING = /^(gen_ai|ai|llm|langfuse|traceloop|openinference)\./;

function hasGenAiAttribute(span: ReadableSpan): boolean {
  // Instrumentations that have a source are none of generative AI.
  if (attributeSourceOf(span) !== undefined) return false;
  const { attributes } = span;
  for (const name in attributes) {
    const first = name.charCodeAt(0);
    if ((first === G || first === A || first === L || first === T || first === O) && BEGINNING.test(name)) return true;
  }
  return false;
}
