import { attempt } from '../../../foundation/diagnostics/attempt.ts';
import { failureText, logOnce } from '../guarded-call.ts';
import type { StreamStatus } from '../operation/model-call.ts';
import type { ReadObserver, ReadResult } from './observed-iterator.ts';
import { observeReadable } from './observed-readable.ts';

/**
 * Observes the body of a `Response` that something other than its own promise reads: the application that called `asResponse()`, or a helper of the SDK
 * that parses the response by itself. Returns false if the body is no web stream. `isReplaced` becomes true when the promise parses the body after all.
 */
export function observeBody(response: unknown, observer: ReadObserver, isReplaced: () => boolean): boolean {
  const body = attempt(() => (response as { readonly body?: unknown } | undefined)?.body);
  if (!(body instanceof ReadableStream) || body.locked) return false;
  observeReadable(body, {
    get isStarted() {
      return observer.isStarted;
    },
    set isStarted(isStarted) {
      observer.isStarted = isStarted;
    },
    observeResult: (result) => {
      if (!isReplaced()) observer.observeResult(result);
    },
    failed: (error) => {
      if (!isReplaced()) observer.failed(error);
    },
    stopped: () => {
      if (!isReplaced()) observer.stopped();
    },
    end: (status) => {
      if (!isReplaced()) observer.end(status);
    },
  });
  return true;
}

/** The maximum length of a line of events, and of a whole document, in characters. */
const MAX_LENGTH = 4 * 1_048_576;

/** Receives what the bytes of a response contain. */
export interface BodyConsumer {
  failed(error: unknown): void;
  stopped(): void;
  end(status: StreamStatus): void;
}

export interface EventConsumer extends BodyConsumer {
  chunk(chunk: unknown): void;
  finished(): void;
}

/** Decodes bytes and reports their text; a body of anything but bytes is ignored. */
abstract class BodyReader<C extends BodyConsumer> implements ReadObserver {
  isStarted = false;
  protected readonly consumer: C;
  readonly #decoder = new TextDecoder();

  constructor(consumer: C) {
    this.consumer = consumer;
  }

  observeResult({ done, value }: ReadResult): void {
    try {
      const text = value instanceof Uint8Array ? this.#decoder.decode(value, { stream: true }) : '';
      if (text !== '') this.text(text);
      if (done) this.finished();
    } catch (error) {
      const message = `a response body: expected text, got "${failureText(error)}"; its span has less detail`;
      logOnce('debug', 'response body', () => message);
    }
  }

  failed(error: unknown): void {
    this.consumer.failed(error);
  }

  stopped(): void {
    this.consumer.stopped();
  }

  end(status: StreamStatus): void {
    this.consumer.end(status);
  }

  protected abstract text(text: string): void;
  protected abstract finished(): void;
}

/** Reads server-sent events whose data are JSON. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventStreamReader extends BodyReader<EventConsumer> {
  #line = '';
  #data = '';

  protected text(text: string): void {
    const lines = (this.#line + text).split(/\r\n|\n|\r(?!$)/);
    this.#line = lines.pop() ?? '';
    if (this.#line.length > MAX_LENGTH) this.#line = '';
    for (const line of lines) this.#addLine(line);
  }

  #addLine(line: string): void {
    if (line === '') this.#dispatch();
    else if (line.startsWith('data:') && this.#data.length + line.length <= MAX_LENGTH)
      this.#data += line.slice(line[5] === ' ' ? 6 : 5);
  }

  #dispatch(): void {
    const data = this.#data;
    this.#data = '';
    const event = data === '' || data === '[DONE]' ? undefined : attempt(() => JSON.parse(data) as unknown);
    // A ping only keeps the connection alive.
    if (event !== undefined && (event as { type?: unknown } | null)?.type !== 'ping') this.consumer.chunk(event);
  }

  protected finished(): void {
    this.#addLine(this.#line.trimEnd());
    this.#dispatch();
    this.consumer.finished();
  }
}

export interface DocumentConsumer extends BodyConsumer {
  /** undefined: the body was no JSON, or too long. */
  document(document: unknown): void;
}

/** Reads a body that is one JSON document. */
export class DocumentReader extends BodyReader<DocumentConsumer> {
  #text = '';
  #isTooLong = false;

  protected text(text: string): void {
    this.#isTooLong ||= this.#text.length + text.length > MAX_LENGTH;
    this.#text = this.#isTooLong ? '' : this.#text + text;
  }

  protected finished(): void {
    this.consumer.document(attempt(() => JSON.parse(this.#text) as unknown));
  }
}
