import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';

let isSubscribed = false;

/**
 * From now on HTTP requests that are made while tracing is suppressed, which is how the SDK runs exporters, do not keep the process alive.
 * For the exporters that bring their own HTTP client: nobody can unref its sockets, nor end a request that hangs.
 */
export function letExportsIdle(): void {
  if (isSubscribed) return;
  isSubscribed = true;
  subscribe('http.client.request.created', (message) => {
    if (!isTracingSuppressed(context.active())) return;
    const { request } = message as { request: ClientRequest };
    request.once('socket', (socket) => socket.unref());
  });
}
