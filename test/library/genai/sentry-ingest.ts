// Stands for Sentry: takes the envelopes that an SDK sends. https://develop.sentry.dev/sdk/data-model/envelopes/
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import * as SentrySdk from '@sentry/node';

export interface Breadcrumb {
  readonly type?: string;
  readonly category?: string;
  readonly message?: string;
  readonly level?: string;
  readonly timestamp?: number;
  readonly data?: Record<string, unknown>;
}

/** https://develop.sentry.dev/sdk/data-model/event-payloads/ */
export interface SentryEvent {
  readonly type?: string;
  readonly level?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly message?: string;
  readonly exception?: { readonly values: readonly { readonly type: string; readonly value: string }[] };
  readonly breadcrumbs?: readonly Breadcrumb[];
  readonly contexts?: Record<string, Record<string, unknown>>;
  readonly tags?: Record<string, string>;
  readonly user?: Record<string, unknown>;
}

export async function startSentryIngest() {
  const items: { type: string; text: string }[] = [];
  const server = createServer(async (request, response) => {
    items.push(...itemsOf(await bodyOf(request)));
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    dsn: `http://publickey@127.0.0.1:${(server.address() as AddressInfo).port}/42`,
    /** Errors and messages, in the order of their arrival. */
    events: (): SentryEvent[] => items.filter(({ type }) => type === 'event').map(({ text }) => JSON.parse(text)),
    /** All that has been sent, whatever it is. */
    everything: () => items.map(({ type, text }) => `${type} ${text}`).join('\n'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The SDK set up for such a server, until that is disposed of. It patches nothing: Jest's modules could not stand it. */
export async function startSentry(options: object = {}) {
  const ingest = await startSentryIngest();
  SentrySdk.init({
    dsn: ingest.dsn,
    defaultIntegrations: false,
    enableRuntimeChannelInjection: false,
    tracesSampleRate: 1,
    traceLifecycle: 'static',
    ...options,
  });
  return {
    ...ingest,
    async [Symbol.asyncDispose]() {
      await SentrySdk.close(5_000);
      SentrySdk.getCurrentScope().setClient(undefined);
      await ingest[Symbol.asyncDispose]();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return String(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
}

/** A line about the envelope, then two of each item: about it, and it. */
function itemsOf(envelope: string): { type: string; text: string }[] {
  const [, ...lines] = envelope.split('\n');
  const pairs = lines.flatMap((line, index) =>
    index % 2 === 0 && line !== '' ? [[line, lines[index + 1] ?? '']] : [],
  );
  return pairs.map(([about = '{}', text = '']) => ({ type: JSON.parse(about).type, text }));
}
