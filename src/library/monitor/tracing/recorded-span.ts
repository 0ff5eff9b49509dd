import {
  type AttributeValue,
  type Span,
  type SpanContext,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { attempt } from '../../../foundation/diagnostics/attempt.ts';
import { exceptionAttributes } from '../../../foundation/log-lines/exception.ts';
import {
  attributeValue,
  copyAttributes,
  MAX_ATTRIBUTES,
  type SpanAttributes,
  type SpanDocument,
  type SpanEvent,
  type SpanStatus,
  spanDocument,
} from './span-data.ts';
import { hrTimeOf, nowMicros } from './trace-clock.ts';
import type { FinishOptions, TraceSpan } from './trace-span.ts';

/** Who hears of what becomes of a span. */
export interface SpanOwner {
  ended(span: RecordedSpan): void;
  dropped(problem: string): void;
}

const MAX_EVENTS = 128;
const NO_EVENTS: readonly SpanEvent[] = [];
const STATUSES: ReadonlySet<unknown> = new Set<SpanStatus>(['OK', 'ERROR', 'UNSET']);
const OK = Object.freeze({ code: SpanStatusCode.OK });
const ERROR = Object.freeze({ code: SpanStatusCode.ERROR });

interface Parts {
  readonly name: string;
  readonly parentSpanId: string | undefined;
  readonly startMicros: number;
  readonly attributes: SpanAttributes;
  readonly owner: SpanOwner;
}

export class RecordedSpan implements TraceSpan {
  readonly spanId: string;
  readonly traceId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly startMicros: number;
  endMicros: number | undefined = undefined;
  status: SpanStatus = 'UNSET';
  error: string | undefined = undefined;
  readonly attributes: SpanAttributes;
  events: readonly SpanEvent[] = NO_EVENTS;
  readonly #context: SpanContext;
  readonly #owner: SpanOwner;
  #open: Span | undefined;

  constructor(otel: Span, { name, parentSpanId, startMicros, attributes, owner }: Parts) {
    this.#context = otel.spanContext();
    this.#open = otel;
    this.spanId = this.#context.spanId;
    this.traceId = this.#context.traceId;
    this.parentSpanId = parentSpanId;
    this.name = name;
    this.startMicros = startMicros;
    this.attributes = attributes;
    this.#owner = owner;
  }

  /** What OpenTelemetry knows of it. That of a finished span is not kept: it holds all once more. */
  get otel(): Span {
    return this.#open ?? trace.wrapSpanContext(this.#context);
  }

  get startTime(): Date {
    return new Date(this.startMicros / 1_000);
  }

  get endTime(): Date | undefined {
    return this.endMicros === undefined ? undefined : new Date(this.endMicros / 1_000);
  }

  get durationMs(): number | undefined {
    return this.endMicros === undefined ? undefined : (this.endMicros - this.startMicros) / 1_000;
  }

  get isSampled(): boolean {
    return (this.#context.traceFlags & TraceFlags.SAMPLED) !== 0;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (!this.#isOpen('setAttribute')) return this;
    if (typeof key !== 'string' || key === '' || value === undefined)
      this.#owner.dropped('expected an attribute of a span to have a name and a value; it is left out');
    else if (!Object.hasOwn(this.attributes, key) && Object.keys(this.attributes).length >= MAX_ATTRIBUTES)
      this.#owner.dropped(`expected at most ${MAX_ATTRIBUTES} attributes of a span; the others are left out`);
    else {
      this.attributes[key] = attributeValue(value);
      this.otel.setAttribute(key, this.attributes[key]);
    }
    return this;
  }

  addEvent(name: string, attributes: Readonly<SpanAttributes> = {}): this {
    if (!this.#isOpen('addEvent')) return this;
    if (typeof name !== 'string' || name === '' || this.events.length >= MAX_EVENTS) {
      this.#owner.dropped(`expected at most ${MAX_EVENTS} events of a span, each with a name; the others are left out`);
      return this;
    }
    const micros = nowMicros();
    const copy = copyAttributes(attributes);
    this.events = [...this.events, { name, timestamp: new Date(micros / 1_000), micros, attributes: copy }];
    this.otel.addEvent(name, copy, hrTimeOf(micros));
    return this;
  }

  finish(options: FinishOptions = {}): void {
    if (!this.#isOpen('finish')) return;
    const { status, error } = this.#readFinish(options);
    if (error !== undefined) this.#fail(error);
    const isKnown = status === undefined || STATUSES.has(status);
    if (!isKnown)
      this.#owner.dropped("expected the status of a span to be 'OK', 'ERROR' or 'UNSET'; it is chosen by the error");
    const given = isKnown ? status : undefined;
    this.status = given ?? (error === undefined ? 'OK' : 'ERROR');
    this.#setStatus();
    this.endMicros = Math.max(this.startMicros, nowMicros());
    this.otel.end(hrTimeOf(this.endMicros));
    this.#open = undefined;
    this.#owner.ended(this);
  }

  toJSON(): SpanDocument {
    return spanDocument(this);
  }

  #readFinish(options: FinishOptions): FinishOptions {
    const read = attempt(() => {
      const { status, error } = options ?? {};
      return { status, error } as FinishOptions;
    });
    if (read === undefined) this.#owner.dropped('expected options of finish() that can be read; they are ignored');
    return read ?? {};
  }

  #setStatus(): void {
    if (this.status === 'OK') this.otel.setStatus(OK);
    else if (this.status === 'ERROR')
      this.otel.setStatus(this.error === undefined ? ERROR : { ...ERROR, message: this.error });
  }

  #fail(error: unknown): void {
    const attributes = exceptionAttributes(error);
    this.error = attributes['exception.message'];
    // Without a stack trace the event would only repeat the status message.
    if (attributes['exception.stacktrace'] !== undefined) this.addEvent('exception', attributes);
  }

  #isOpen(call: string): boolean {
    if (this.endMicros === undefined) return true;
    this.#owner.dropped(`expected no ${call} of a span that is finished; it is ignored`);
    return false;
  }
}
