import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { type ReadEvent, readStreamEvent, type StreamEvent } from '../events/stream-event.ts';
import { StreamRegistry } from '../events/stream-registry.ts';
import { endOf, isBeginning } from '../record/event-payload.ts';
import type { SentryApi, SentryClient } from './sentry-client.ts';
import {
  type CompleteSentryConfig,
  completeSentryConfig,
  type SentryConfig,
  validateSentryClient,
} from './sentry-config.ts';
import { SentryExecution } from './sentry-execution.ts';
import { SentryStream } from './sentry-stream.ts';

/** The maximum number of open streams, and the maximum silence of one. */
const LIMITS = { maxStreams: 5_000, silenceMillis: 600_000 };

/**
 * Creates a handler that reports stream events to Sentry: breadcrumbs of a stream's events, and Sentry events of final network errors, guardrail violations
 * and failures. Secrets are removed first, streams do not mix, and the handler never throws.
 * @throws {TypeError} when `sentry` has nothing that a Sentry client has, or an option is unknown or of another kind than expected
 */
export function createSentryHandler(sentry: SentryClient, config?: SentryConfig): (event: StreamEvent) => void {
  const subject = 'createSentryHandler';
  const streams = new SentryStreams(validateSentryClient(subject, sentry), completeSentryConfig(subject, config));
  return (event) => {
    try {
      const read = readStreamEvent(event);
      if (read !== undefined) streams.handle(read);
    } catch (error) {
      warnOnce(`Sentry handler: an event failed with "${(error as Error)?.message}"; it is not reported`);
    }
  };
}

class SentryStreams {
  readonly #client: SentryApi;
  readonly #config: CompleteSentryConfig;
  readonly #streams = new StreamRegistry<SentryStream, true>({
    ...LIMITS,
    onAbandoned: (stream) => {
      stream.end('abandoned');
      return true;
    },
  });

  constructor(client: SentryApi, config: CompleteSentryConfig) {
    this.#client = client;
    this.#config = config;
  }

  handle(event: ReadEvent): void {
    const stream = this.#streams.touch(event.streamId) ?? this.#open(event);
    if (stream === undefined) return;
    const end = endOf(event);
    if (end !== undefined) this.#streams.end(event.streamId, true);
    try {
      stream.note(event);
    } finally {
      if (end !== undefined) stream.end(end, event.ts);
    }
  }

  /** An event after the end of a stream opens another one only if the stream begins anew. */
  #open(event: ReadEvent): SentryStream | undefined {
    const { streamId } = event;
    if (this.#streams.ended(streamId) !== undefined && !isBeginning(event)) return undefined;
    return this.#streams.open(streamId, new SentryStream(new SentryExecution(this.#client, this.#config), event));
  }
}
