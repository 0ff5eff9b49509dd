import { warnOnce } from '../diagnostics/warn-once.ts';
import { Monitor, type MonitorOptions } from './monitor.ts';

// On the global object, since two copies of otelier may be loaded.
const MONITOR = Symbol.for('otelier.monitor');
const globals = globalThis as { [MONITOR]?: Monitor };

/**
 * The one Monitor of this process; the first call makes it, with its options.
 * @throws {TypeError} on an option of the wrong kind, when it makes it
 */
export function getMonitor(options?: MonitorOptions): Monitor {
  const made = globals[MONITOR];
  if (made === undefined) {
    globals[MONITOR] = new Monitor(options);
    return globals[MONITOR];
  }
  if (options !== undefined && Object.keys(options).length > 0)
    warnOnce('getMonitor: expected options in the first call only; those of a later call have no effect');
  return made;
}
