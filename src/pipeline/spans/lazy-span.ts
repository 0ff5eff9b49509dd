import {
  type Attributes,
  type AttributeValue,
  diag,
  type Exception,
  type HrTime,
  type Link,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api';
import {
  AddAttributeDecision,
  cleanAttributes,
  cleanSimpleAttributes,
  hrTime,
  hrTimeDuration,
  type InstrumentationScope,
  isTimeInput,
  isTimeInputHrTime,
  maybeAddAttribute,
  millisToHrTime,
} from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, Span, SpanLimits, SpanProcessor, TimedEvent } from '@opentelemetry/sdk-trace';
import { type AttributeSource, sourceKey } from '../encoding/attribute-source.ts';

/** Fields that the spans of one tracer share. */
export interface SpanOrigin {
  readonly resource: Resource;
  readonly instrumentationScope: InstrumentationScope;
  readonly limits: Required<SpanLimits>;
  readonly processor: SpanProcessor;
}

export interface LazySpanOptions {
  readonly origin: SpanOrigin;
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
  readonly source: AttributeSource;
}

type Links = ReadableSpan['links'];

/**
 * A span of an instrumentation whose attributes come from a source. To the application and to processors it is a span like the SDK's own, with the
 * same limits; its attributes become an object when they are first read or added to. Until then an encoder takes them from the source.
 */
export class LazySpan implements Span {
  readonly kind: SpanKind;
  readonly parentSpanContext?: SpanContext;
  readonly resource: Resource;
  readonly instrumentationScope: InstrumentationScope;
  name: string;
  status: SpanStatus = { code: SpanStatusCode.UNSET };
  readonly #context: SpanContext;
  readonly #limits: Required<SpanLimits>;
  readonly #processor: SpanProcessor;
  readonly #startMillis = performance.now();
  /** From performance.now() to the wall clock, as it was when the span started. */
  readonly #clockOffset = Date.now() - this.#startMillis;
  #source: AttributeSource | undefined;
  #attributes: Attributes | undefined;
  #attributeCount = 0;
  #events: TimedEvent[] | undefined;
  #links: Links | undefined;
  #endTime: HrTime = [0, 0];
  #hasEnded = false;
  #droppedAttributes = 0;
  #droppedEvents = 0;
  #droppedLinks = 0;

  constructor({ origin, name, kind, context, parent, source }: LazySpanOptions) {
    this.resource = origin.resource;
    this.instrumentationScope = origin.instrumentationScope;
    this.#limits = origin.limits;
    this.#processor = origin.processor;
    this.name = name;
    this.kind = kind;
    this.#context = context;
    if (parent !== undefined) this.parentSpanContext = parent;
    this.#source = source;
  }

  /** The source, as long as the span is nothing beyond it. */
  get [sourceKey](): AttributeSource | undefined {
    return !this.#events?.length && !this.#links?.length && this.status.message === undefined
      ? this.#source
      : undefined;
  }

  get attributes(): Attributes {
    if (this.#source !== undefined) {
      this.#attributes = this.#source.toAttributes();
      this.#attributeCount = Object.keys(this.#attributes).length;
      this.#source = undefined;
    }
    return this.#attributes ?? {};
  }

  get events(): TimedEvent[] {
    this.#events ??= [];
    return this.#events;
  }

  get links(): Links {
    this.#links ??= [];
    return this.#links;
  }

  get startTime(): HrTime {
    return millisToHrTime(this.#clockOffset + this.#startMillis);
  }

  get endTime(): HrTime {
    return this.#endTime;
  }

  get duration(): HrTime {
    return this.#hasEnded ? hrTimeDuration(this.startTime, this.#endTime) : [-1, -1];
  }

  get ended(): boolean {
    return this.#hasEnded;
  }

  get droppedAttributesCount(): number {
    return this.#droppedAttributes;
  }

  get droppedEventsCount(): number {
    return this.#droppedEvents;
  }

  get droppedLinksCount(): number {
    return this.#droppedLinks;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return !this.#hasEnded;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.#refuses()) return this;
    const { attributes } = this;
    const limits = this.#limits;
    const decision = maybeAddAttribute({
      key,
      value,
      attributes,
      limits,
      currentAttributesCount: this.#attributeCount,
    });
    if (decision === AddAttributeDecision.ADD_NEW) this.#attributeCount++;
    else if (decision === AddAttributeDecision.DROP_LIMIT_REACHED) this.#droppedAttributes++;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key of Object.keys(attributes)) this.setAttribute(key, attributes[key] as AttributeValue);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.#refuses()) return this;
    const { eventCountLimit, attributePerEventCountLimit, attributeValueLengthLimit } = this.#limits;
    const isTime = isTimeInput(attributesOrTime);
    const attributes = isTime ? undefined : (attributesOrTime as Attributes | undefined);
    const at = isTime && !isTimeInput(time) ? (attributesOrTime as TimeInput) : time;
    if (!this.#makeRoom(this.events, eventCountLimit)) {
      this.#droppedEvents++;
      if (eventCountLimit === 0) return this;
    }
    const limits = { attributeCountLimit: attributePerEventCountLimit, attributeValueLengthLimit };
    this.events.push({ name, time: this.#timeOf(at), ...cleanSimpleAttributes(attributes, limits) } as TimedEvent);
    return this;
  }

  addLink({ context, attributes }: Link): this {
    if (this.#refuses()) return this;
    const { linkCountLimit, attributePerLinkCountLimit, attributeValueLengthLimit } = this.#limits;
    if (!this.#makeRoom(this.links, linkCountLimit)) {
      this.#droppedLinks++;
      if (linkCountLimit === 0) return this;
    }
    const limits = { attributeCountLimit: attributePerLinkCountLimit, attributeValueLengthLimit };
    this.links.push({ context, ...cleanAttributes(attributes, limits) } as Links[number]);
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus({ code, message }: SpanStatus): this {
    if (this.#refuses() || code === SpanStatusCode.UNSET || this.status.code === SpanStatusCode.OK) return this;
    const hasMessage = code === SpanStatusCode.ERROR && typeof message === 'string';
    this.status = hasMessage ? { code, message } : { code };
    return this;
  }

  updateName(name: string): this {
    if (!this.#refuses()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const { code, name, message, stack } = (typeof exception === 'string' ? { message: exception } : exception) as {
      readonly code?: string | number;
      readonly name?: string;
      readonly message?: string;
      readonly stack?: string;
    };
    const type = code ? String(code) : name;
    if (!type && !message) return;
    this.addEvent(
      'exception',
      {
        ...(type && { 'exception.type': type }),
        ...(message && { 'exception.message': message }),
        ...(stack && { 'exception.stacktrace': stack }),
      },
      time,
    );
  }

  end(endTime?: TimeInput): void {
    if (this.#hasEnded) {
      const { traceId, spanId } = this.#context;
      diag.error(`${this.name} ${traceId}-${spanId} - You can only call end() on a span once.`);
      return;
    }
    const end = this.#timeOf(endTime);
    const start = this.startTime;
    const isBefore = end[0] < start[0] || (end[0] === start[0] && end[1] < start[1]);
    this.#endTime = isBefore ? start : end;
    this.#processor.onEnding?.(this);
    this.#hasEnded = true;
    this.#processor.onEnd(this);
  }

  /** Removes the oldest where the limit is reached. Returns whether nothing had to go. */
  #makeRoom(list: unknown[], limit: number): boolean {
    if (list.length < limit) return true;
    list.shift();
    return false;
  }

  #timeOf(time: TimeInput | undefined): HrTime {
    if (time === undefined) return millisToHrTime(this.#clockOffset + performance.now());
    if (typeof time === 'number')
      return time <= performance.now()
        ? hrTime(time + this.#clockOffset - performance.timeOrigin)
        : millisToHrTime(time);
    if (time instanceof Date) return millisToHrTime(time.getTime());
    return isTimeInputHrTime(time) ? time : this.#timeOf(undefined);
  }

  #refuses(): boolean {
    if (!this.#hasEnded) return false;
    const { traceId, spanId } = this.#context;
    const what = `Cannot execute the operation on ended Span {traceId: ${traceId}, spanId: ${spanId}}`;
    diag.warn(what, new Error(what));
    return true;
  }
}
