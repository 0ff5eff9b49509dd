import { apiRegistry } from './api-registry.ts';
import { log } from './log.ts';
import { StderrLogger } from './stderr-logger.ts';

/**
 * Logs a warning of a component that works without `start`. While no diagnostic logger is registered, the warning goes to standard error.
 */
export function warnVisibly(message: string): void {
  if (apiRegistry().diag === undefined) new StderrLogger().warn('otelier', message);
  else log.warn(message);
}
