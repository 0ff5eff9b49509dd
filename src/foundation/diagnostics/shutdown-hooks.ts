type Hook = () => void;

// On the global object: the code that registers and the code that ends the process may be two copies of otelier (two of its bundles, say).
const HOOKS = Symbol.for('otelier.shutdown-hooks');
const globals = globalThis as { [HOOKS]?: Set<Hook> };

/** `hook` runs before telemetry is delivered for the last time. It must not throw, may run more than once, and is registered once. */
export function beforeShutdown(hook: Hook): void {
  globals[HOOKS] ??= new Set();
  globals[HOOKS].add(hook);
}

/** Lets every part that waits for something record what it has, because nothing more will come. */
export function runBeforeShutdown(): void {
  for (const hook of globals[HOOKS] ?? []) hook();
}
