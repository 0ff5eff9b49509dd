import type { IncomingHttpHeaders } from 'node:http';
import type { Signal } from '../../../foundation/configuration/settings/otlp-settings.ts';

/** An export request as it came over the wire. */
export interface ReceivedRequest {
  signal: Signal;
  path: string;
  /** HTTP headers or gRPC metadata, names in lower case. */
  headers: Readonly<Record<string, string>>;
  contentType: string;
  /** `identity` when the body was not compressed. */
  encoding: string;
  /** Size of the body on the wire. */
  bytes: number;
  /** Milliseconds since the epoch. */
  receivedAtMillis: number;
}

/** A received request with the status of its response: of HTTP or of gRPC. */
export interface CompletedRequest extends ReceivedRequest {
  status: number | 'destroyed';
  /** The reason of a refusal; absent when the request was accepted or the response was injected. */
  refusal?: string;
}

/** `bytes` is 0 until the body has been read. */
export function describeRequest(
  signal: Signal,
  path: string,
  headers: IncomingHttpHeaders,
  encodingHeader: 'content-encoding' | 'grpc-encoding',
): ReceivedRequest {
  const named = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
  const flat = Object.fromEntries(named.map(([name, value]) => [name, [value].flat().join(', ')]));
  return {
    signal,
    path,
    headers: flat,
    contentType: flat['content-type'] ?? '',
    encoding: flat[encodingHeader]?.trim().toLowerCase() || 'identity',
    bytes: 0,
    receivedAtMillis: Date.now(),
  };
}
