/**
 * Whether this is the thread that Node started, not a worker. Asked without node:worker_threads, which loads streams and takes milliseconds
 * of each start: in a worker `process.chdir` is not available, and says so before it looks at its arguments.
 * https://nodejs.org/api/process.html#processchdirdirectory
 */
export function isMainThread(): boolean {
  switch (refusalOfChdir()) {
    case 'ERR_INVALID_ARG_TYPE':
      return true;
    case 'ERR_WORKER_UNSUPPORTED_OPERATION':
      return false;
    default:
      // Somebody has replaced it.
      return process.getBuiltinModule('node:worker_threads').isMainThread;
  }
}

/** Changes nothing: there is no folder of this name. */
function refusalOfChdir(): string | undefined {
  try {
    process.chdir(undefined as unknown as string);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException | undefined)?.code;
  }
}
