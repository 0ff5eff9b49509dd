import type { Environment } from './layers.ts';

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
      // The application has replaced it, or this is another runtime, which may lack the function below too.
      return process.getBuiltinModule?.('node:worker_threads')?.isMainThread ?? true;
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

type Versions = Readonly<Record<string, string | undefined>>;

/** The first minor version of each line of Node.js that has `module.registerHooks`; every later line has it from the start. */
const FIRST_MINOR: Readonly<Record<number, number>> = { 22: 15, 23: 5 };
const OLDEST_MAJOR = 22;

/**
 * Describes a runtime that cannot run otelier, in one line; `undefined` when it can. This file imports nothing and is written in syntax that
 * Node 18 can parse, since it runs before anything else is loaded.
 */
export function describeUnsupportedRuntime(versions: Versions = process.versions): string | undefined {
  const { bun, deno, node = 'unknown' } = versions;
  if (deno !== undefined) return expected(`>= ${oldest(OLDEST_MAJOR)}`, `Deno ${deno}`);
  if (bun !== undefined) return expected(`>= ${oldest(OLDEST_MAJOR)}`, `Bun ${bun}`);
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major >= OLDEST_MAJOR && minor >= (FIRST_MINOR[major] ?? 0)) return undefined;
  return expected(`>= ${oldest(major in FIRST_MINOR ? major : OLDEST_MAJOR)}`, node);
}

const oldest = (major: number): string => `${major}.${FIRST_MINOR[major]}`;

const expected = (version: string, got: string): string =>
  `expected Node.js ${version}, got ${got}; the application runs without telemetry`;

/** Writes the line, unless the environment switches telemetry or warnings off. There is no logger yet. */
export function warnOfUnsupportedRuntime(description: string, environment: Environment = process.env): void {
  const isDisabled = /^\s*true\s*$/i.test(environment['OTEL_SDK_DISABLED'] ?? '');
  const isSilent = /^\s*(none|error)\s*$/i.test(environment['OTEL_LOG_LEVEL'] ?? '');
  // Unlike a write to process.stderr, console ignores a stream that is closed.
  if (!isDisabled && !isSilent) console.error(`otelier: ${description}`);
}
