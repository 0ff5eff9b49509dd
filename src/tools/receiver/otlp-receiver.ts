/**
 * A small OTLP/HTTP server inside the process: the demo prints the received telemetry, tests assert on it. It decodes
 * requests, keeps the latest telemetry in memory and responds as the protocol requires. It does not authenticate, forward
 * or persist.
 */
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { CompletedRequest } from './decoding/received-request.ts';
import { type ListenOptions, listen, tlsOptions } from './listening-server.ts';
import { createOtlpHttpHandler } from './otlp-http-handler.ts';
import { OtlpIntake, type OtlpIntakeOptions } from './otlp-intake.ts';
import type { TelemetryStore } from './telemetry/telemetry-store.ts';

export interface OtlpReceiverOptions extends OtlpIntakeOptions, ListenOptions {
  /** Prefix of the paths before `/v1/traces`, without a trailing slash. @default '' */
  path?: string;
}

export interface OtlpReceiver extends AsyncDisposable {
  /** The value for OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly port: number;
  readonly store: TelemetryStore;
  /** Export requests in the order of their responses; beyond `maxRequests` the oldest is dropped. */
  readonly requests: readonly CompletedRequest[];
  /**
   * Resolves with the first truthy value of the predicate, which is called now and after each request. A predicate that
   * throws counts as false. Rejects with a summary of the received telemetry.
   */
  waitFor<T>(
    predicate: (store: TelemetryStore) => T | undefined | null | false,
    /** @default 20_000 */
    timeoutMillis?: number,
  ): Promise<T>;
  /** Stops listening, ends every connection and rejects pending `waitFor` calls. */
  close(): Promise<void>;
}

/** Starts a receiver; rejects when the address is taken. */
export async function startOtlpReceiver(options: OtlpReceiverOptions = {}): Promise<OtlpReceiver> {
  const { path = '', tls } = options;
  const intake = new OtlpIntake(options);
  const server = tls ? createTlsServer(tlsOptions(tls)) : createServer();
  // By default Node closes idle connections after 5 s, at the moment when an exporter with a 5 s interval sends its next batch.
  server.keepAliveTimeout = 0;
  server.on('request', createOtlpHttpHandler(intake, path));
  return createReceiver(intake, server, options, path);
}

/** The part of a receiver that does not depend on the transport. */
export async function createReceiver(
  intake: OtlpIntake,
  server: Parameters<typeof listen>[0],
  options: ListenOptions,
  path: string,
): Promise<OtlpReceiver> {
  const { url, port, close } = await listen(server, options);
  const closeAll = async () => {
    await intake.close();
    await close();
  };
  return {
    url: `${url}${path}`,
    port,
    store: intake.store,
    requests: intake.requests,
    waitFor: (predicate, timeoutMillis = 20_000) => intake.watch.waitFor(predicate, timeoutMillis),
    close: closeAll,
    [Symbol.asyncDispose]: closeAll,
  };
}
