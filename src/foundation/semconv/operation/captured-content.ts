import type { Attributes } from '@opentelemetry/api';
import type { ContentPlace } from './content-place.ts';
import { fitJson, jsonOf } from './fitted-json.ts';
import type { GenAiContent } from './gen-ai-message.ts';
import { contentAttributes, type EventAttributes } from './operation-events.ts';

/** Removes secrets, for example a `Redactor` of otelier/redaction. */
export interface ContentRedactor {
  /** `undefined`: leave it out altogether. */
  redactAttribute(key: string, value: unknown): unknown;
}

export interface CaptureOptions {
  /** The destination of content. */
  readonly place: ContentPlace;
  /** Longest attribute, in characters of its JSON. */
  readonly maxLength: number;
  /** `undefined`: secrets are exported as they are. */
  readonly redactor: ContentRedactor | undefined;
}

/** The exported content, redacted and cut. */
export interface CapturedContent {
  /** JSON texts, for the span; empty where spans get none. */
  readonly attributes: Attributes;
  /** Structured, for `operationEvents`; undefined where events get none. */
  readonly event: GenAiContent | undefined;
}

const NOTHING: CapturedContent = Object.freeze({ attributes: Object.freeze({}), event: undefined });

/** Whether content is exported at all. Callers check this before they gather it. */
export const isCaptured = ({ place }: CaptureOptions): boolean => place !== 'NO_CONTENT';

/**
 * Makes content ready to leave. Secrets are taken out before anything is cut, so that none is left standing half; what is too long is cut inside of the
 * structure, so that its JSON stays valid. Never throws.
 */
export function captureContent(content: GenAiContent, options: CaptureOptions): CapturedContent {
  const { place } = options;
  if (!isCaptured(options)) return NOTHING;
  const safe = Object.fromEntries(
    Object.entries(content).flatMap(([key, value]) => {
      const made = value === undefined ? undefined : ready(key, value, options);
      return made === undefined ? [] : [[key, made]];
    }),
  ) as GenAiContent;
  return {
    attributes: place === 'EVENT_ONLY' ? {} : jsonTexts(contentAttributes(safe)),
    event: place === 'SPAN_ONLY' ? undefined : safe,
  };
}

function ready(key: string, value: unknown, { redactor, maxLength }: CaptureOptions): unknown {
  try {
    // As it is sent: no functions, and of what has a toJSON nothing else.
    const plain: unknown = JSON.parse(jsonOf(value));
    const safe = redactor === undefined ? plain : redactor.redactAttribute(key, plain);
    return safe === undefined ? undefined : fitJson(safe, maxLength);
  } catch {
    return undefined;
  }
}

/** A query is a text already. */
function jsonTexts(attributes: EventAttributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? value : jsonOf(value)]),
  );
}
