import { VERSION } from '../../../foundation/diagnostics/version.ts';
import { exportSnapshots } from '../../../pipeline/delivery/export-ledger.ts';

// Set by start(). On the global object, since two copies of otelier may be loaded.
const HANDLE = Symbol.for('otelier.handle');
interface Started {
  readonly config?: { readonly values?: Readonly<Record<string, { readonly value?: unknown } | undefined>> };
}

const configured = (path: string): unknown =>
  (globalThis as { [HANDLE]?: Started })[HANDLE]?.config?.values?.[path]?.value;

/** `/status`: versions, uptime, memory and the state of the export, without anything that the environment holds. */
export function statusDocument(now: Date): object {
  const { rss, heapUsed, heapTotal } = process.memoryUsage();
  return {
    service: { name: configured('service.name') ?? null, version: configured('service.version') ?? null },
    otelier: { version: VERSION, is_started: (globalThis as { [HANDLE]?: Started })[HANDLE] !== undefined },
    node: { version: process.version, pid: process.pid, uptime_seconds: Math.round(process.uptime() * 1_000) / 1_000 },
    memory: { rss_bytes: rss, heap_used_bytes: heapUsed, heap_total_bytes: heapTotal },
    exporters: exportSnapshots().map((snapshot) => ({
      signal: snapshot.signal,
      destination: snapshot.destination,
      is_down: snapshot.isDown,
      sent: snapshot.sent,
      failed_exports: snapshot.failed,
      dropped: snapshot.dropped,
      queue_size: snapshot.queueSize,
      queue_capacity: snapshot.queueCapacity,
      spooled: snapshot.spooled,
    })),
    timestamp: now.toISOString(),
  };
}
