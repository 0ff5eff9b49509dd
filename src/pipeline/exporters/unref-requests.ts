import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { isExporting } from './destination/exporting-context.ts';

let isSubscribed = false;

/**
 * From now on the HTTP requests of exporters do not keep the process alive. This is for exporters with an HTTP client of their own, whose
 * sockets cannot be reached otherwise.
 */
export function unrefExportRequests(): void {
  if (isSubscribed) return;
  isSubscribed = true;
  subscribe('http.client.request.created', (message) => {
    if (!isExporting()) return;
    const { request } = message as { request: ClientRequest };
    request.once('socket', (socket) => socket.unref());
  });
}
