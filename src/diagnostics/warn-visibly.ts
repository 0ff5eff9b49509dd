import { log } from './log.ts';
import { StderrLogger } from './stderr-logger.ts';

// What every copy of the API shares.
const REGISTRY = Symbol.for('opentelemetry.js.api.1');

/**
 * A warning of what works without `start`: there is no diagnostic logger then, and nobody would hear of it. It goes to standard error in that case.
 */
export function warnVisibly(message: string): void {
  const registry = (globalThis as { [REGISTRY]?: { diag?: unknown } })[REGISTRY];
  if (registry?.diag === undefined) new StderrLogger().warn('otelier', message);
  else log.warn(message);
}
