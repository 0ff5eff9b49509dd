// On the global object, since two copies of otelier may be loaded.
const DRAIN = Symbol.for('otelier.draining');
const globals = globalThis as { [DRAIN]?: boolean };

/** Whether the process is about to end: it is not ready any more, and still alive. */
export const drainState = {
  get isDraining(): boolean {
    return globals[DRAIN] === true;
  },
  begin(): void {
    globals[DRAIN] = true;
  },
};
