import { startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';

/** What has arrived, and how often more than once. */
export interface Sink extends AsyncDisposable {
  readonly url: string;
  counts(): { readonly delivered: number; readonly twice: number };
}

/** A destination that takes `delayMillis` for each answer. */
export async function startSink(
  options: { readonly port?: number; readonly delayMillis?: number } = {},
): Promise<Sink> {
  const { port = 0, delayMillis = 0 } = options;
  const receiver = await startOtlpReceiver({ port, respond: () => ({ delayMs: delayMillis, keep: true }) });
  return {
    url: receiver.url,
    counts: () => {
      const delivered = new Set(receiver.store.spans.map(({ name }) => name)).size;
      return { delivered, twice: receiver.store.spans.length - delivered };
    },
    [Symbol.asyncDispose]: () => receiver.close(),
  };
}
