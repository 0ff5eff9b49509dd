import { type Link, type Tracer, trace } from '@opentelemetry/api';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { isRecord, type ReadEvent, readStreamEvent, type StreamEvent } from '../events/stream-event.ts';
import { StreamRegistry } from '../events/stream-registry.ts';
import { endOf, isBeginning } from '../record/event-payload.ts';
import { NoopSpan } from './noop-span.ts';
import { type EventStatus, OpenTelemetryInstruments } from './open-telemetry-instruments.ts';
import { type CompleteOptions, completeOptions, type OpenTelemetryOptions } from './open-telemetry-options.ts';
import { OpenTelemetryStream } from './open-telemetry-stream.ts';

/**
 * Creates a handler of stream events that makes one span of each stream, with what happens in it as span events, and counts it into metrics. It keeps
 * any number of streams apart, and never throws.
 * @throws {TypeError} when an option is unknown or of another kind than expected
 */
export function createOpenTelemetryHandler(options: OpenTelemetryOptions = {}): (event: StreamEvent) => void {
  const spans = new StreamSpans(completeOptions('createOpenTelemetryHandler', options));
  return (event) => {
    try {
      const read = readStreamEvent(event);
      if (read !== undefined) spans.handle(read);
    } catch (error) {
      warnOnce(`OpenTelemetry handler: an event failed with "${(error as Error)?.message}"; it is not recorded`);
    }
  };
}

const NO_SPANS = { startSpan: () => new NoopSpan() };

class StreamSpans {
  readonly #options: CompleteOptions;
  readonly #instruments: OpenTelemetryInstruments;
  readonly #streams: StreamRegistry<OpenTelemetryStream, Link>;

  constructor(options: CompleteOptions) {
    this.#options = options;
    this.#instruments = new OpenTelemetryInstruments(options.meter, options.serviceName);
    this.#streams = new StreamRegistry({
      maxStreams: options.maxActiveStreams,
      silenceMillis: options.streamTimeout * 1_000,
      onAbandoned: (stream) => {
        this.#end(stream, 'abandoned');
        return stream.link;
      },
    });
  }

  handle(event: ReadEvent): void {
    const { streamId } = event;
    const stream = this.#streams.touch(streamId) ?? this.#open(event);
    if (stream === undefined) return;
    const end = endOf(event);
    if (end !== undefined) this.#streams.end(streamId, stream.link);
    try {
      stream.note(event, end !== undefined);
    } finally {
      if (end !== undefined) this.#end(stream, end);
    }
  }

  /** An event after the end of a stream opens another span only if the stream begins anew. */
  #open(event: ReadEvent): OpenTelemetryStream | undefined {
    const earlier = this.#streams.ended(event.streamId);
    if (earlier !== undefined && !isBeginning(event)) return undefined;
    const links = earlier === undefined ? [] : [earlier];
    const stream = new OpenTelemetryStream(this.#tracerFor(event), event, this.#options, links);
    this.#instruments.addActive(1);
    return this.#streams.open(event.streamId, stream);
  }

  /** A stream that observeStream has made a span of gets no second one, whose tokens would count twice. */
  #tracerFor(event: ReadEvent): Pick<Tracer, 'startSpan'> {
    if (isRecord(event.get('genAiSpan'))) return NO_SPANS;
    return this.#options.tracer ?? trace.getTracer(this.#options.serviceName);
  }

  #end(stream: OpenTelemetryStream, status: EventStatus): void {
    try {
      stream.end(status);
    } finally {
      this.#instruments.addActive(-1);
      this.#instruments.record(stream.telemetry, status, stream.extras);
    }
  }
}
