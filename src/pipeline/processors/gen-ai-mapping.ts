import { createRequire } from 'node:module';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { MappingOptions } from '../../foundation/semconv/dialects/span-mapper.ts';

// Most processes have no such span: what maps them is loaded with the first.
const load = createRequire(import.meta.url);

/** Spans that have something counted inside of them; more than so many are under way in no process that is well. */
const MOST_AROUND = 4_096;

/**
 * Tells spans of generative AI in one vocabulary, whoever made them, and their tokens once: spans end from the inside out, so those around one that
 * has told its tokens are known by then. Whatever has none of these attributes passes at the cost of looking at their first letters.
 */
export class GenAiMapping {
  readonly #options: MappingOptions;
  readonly #around = new Set<string>();
  #last: { readonly span: ReadableSpan; readonly view: ReadableSpan } | undefined;

  constructor(options: MappingOptions) {
    this.#options = options;
  }

  /** A view of the span, or the span itself. Asked more than once for the same span, for several exporters, it answers the same. */
  map(span: ReadableSpan): ReadableSpan {
    if (this.#last?.span === span) return this.#last.view;
    const isAround = this.#around.size > 0 && this.#around.delete(span.spanContext().spanId);
    if (!speaksOfAi(span)) {
      if (isAround) this.#markParent(span);
      return span;
    }
    const view = this.#mapped(span, isAround);
    this.#last = { span, view };
    return view;
  }

  #mapped(span: ReadableSpan, isAround: boolean): ReadableSpan {
    try {
      const { mapSpan } = load(
        '../../foundation/semconv/dialects/span-mapper.ts',
      ) as typeof import('../../foundation/semconv/dialects/span-mapper.ts');
      const { name, attributes, events, isInsideAnother } = mapSpan(span, isAround, this.#options);
      if (isInsideAnother) this.#markParent(span);
      const properties = {
        name: { value: name, enumerable: true },
        attributes: { value: attributes, enumerable: true },
        events: { value: events, enumerable: true },
      };
      return Object.create(span, properties) as ReadableSpan;
    } catch {
      // It leaves as it is: better in other words than not at all.
      return span;
    }
  }

  #markParent({ parentSpanContext }: ReadableSpan): void {
    if (parentSpanContext === undefined || parentSpanContext.isRemote === true) return;
    this.#around.add(parentSpanContext.spanId);
    if (this.#around.size > MOST_AROUND) for (const oldest of this.#around) return void this.#around.delete(oldest);
  }
}

/** Lets a processor see spans as they were mapped. */
export function mappingSpanProcessor(processor: SpanProcessor, mapping: GenAiMapping): SpanProcessor {
  return {
    onStart: (span, context) => processor.onStart(span as Span, context),
    onEnd: (span) => processor.onEnd(mapping.map(span)),
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

/** The first letters of gen_ai, ai, llm, langfuse, traceloop and openinference. */
const [G, A, L, T, O] = [...'galto'].map((letter) => letter.charCodeAt(0));
const BEGINNING = /^(gen_ai|ai|llm|langfuse|traceloop|openinference)\./;

function speaksOfAi({ attributes }: ReadableSpan): boolean {
  for (const name in attributes) {
    const first = name.charCodeAt(0);
    if ((first === G || first === A || first === L || first === T || first === O) && BEGINNING.test(name)) return true;
  }
  return false;
}
