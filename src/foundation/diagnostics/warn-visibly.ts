import { apiRegistry } from './api-registry.ts';
import { log } from './log.ts';
import { StderrLogger } from './stderr-logger.ts';

/**
 * A warning of what works without `start`: there is no diagnostic logger then, and nobody would hear of it. It goes to standard error in that case.
 */
export function warnVisibly(message: string): void {
  if (apiRegistry().diag === undefined) new StderrLogger().warn('otelier', message);
  else log.warn(message);
}
