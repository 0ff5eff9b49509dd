type Task = () => void;

// On the global object, since what registers and what ends the process may be in two copies of otelier (two of its bundles, say).
const TASKS = Symbol.for('otelier.last-words');
const globals = globalThis as { [TASKS]?: Set<Task> };

/** `task` runs before telemetry is delivered for the last time. It must not throw, and may run more than once; named again, it is one. */
export function beforeLastDelivery(task: Task): void {
  globals[TASKS] ??= new Set();
  globals[TASKS].add(task);
}

/** Lets everyone who waits for something record what there is: nothing more will come. */
export function sayLastWords(): void {
  for (const task of globals[TASKS] ?? []) task();
}
