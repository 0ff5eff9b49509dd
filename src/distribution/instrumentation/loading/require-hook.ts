import Module from 'node:module';
import { isOtelierFile } from './otelier-files.ts';

type Require = (this: NodeJS.Module, id: string) => unknown;

const prototype = Module.prototype as unknown as { require: Require };
type GetBuiltinModule = typeof process.getBuiltinModule;

/** A `require` that is under way. */
interface Call {
  /** Whether `require` was patched after this call had passed it. */
  isPatchedMeanwhile: boolean;
}

/**
 * Calls `onLoad` with the specifier of each `require` (and `process.getBuiltinModule`) before it loads. `onLoad` may patch both meanwhile,
 * as an instrumentation does that is made there and then: this very load goes through the patch.
 *
 * Such a patch stays below this hook, and files of otelier go past it. Otherwise require-in-the-middle would remember a module that
 * an exporter loads as seen, and not patch it when the application loads it.
 */
export class RequireHook {
  readonly #onLoad: (specifier: string) => void;
  readonly #require = prototype.require;
  readonly #getBuiltinModule = process.getBuiltinModule;
  #patchedRequire: Require = this.#require;
  #patchedGetBuiltinModule: GetBuiltinModule = this.#getBuiltinModule;
  #current: Call | undefined;

  constructor(onLoad: (specifier: string) => void) {
    this.#onLoad = onLoad;
    prototype.require = this.#hookedRequire;
    process.getBuiltinModule = this.#hookedGetBuiltinModule;
  }

  /** Runs `makePatch`, which patches `require`, and keeps the patch below this hook. */
  patch(makePatch: () => void): void {
    if (this.#current !== undefined) this.#current.isPatchedMeanwhile = true;
    // Another library has patched it since: then its patch stays where it is, and the new one goes on top.
    const isOutermost = prototype.require === this.#hookedRequire;
    if (!isOutermost) {
      makePatch();
      return;
    }
    prototype.require = this.#require;
    process.getBuiltinModule = this.#getBuiltinModule;
    try {
      makePatch();
    } finally {
      this.#patchedRequire = prototype.require;
      this.#patchedGetBuiltinModule = process.getBuiltinModule;
      prototype.require = this.#hookedRequire;
      process.getBuiltinModule = this.#hookedGetBuiltinModule;
    }
  }

  readonly #hookedRequire: Require = ((hook: RequireHook): Require =>
    function (id) {
      if (isOtelierFile(this.filename)) return hook.#require.call(this, id);
      const before = prototype.require;
      if (typeof id === 'string') hook.#announce(id);
      // A patch that was put on top meanwhile has to see this load.
      const isPatchedOnTop = prototype.require !== before;
      return isPatchedOnTop ? prototype.require.call(this, id) : hook.#requirePatched(this, id);
    })(this);

  readonly #hookedGetBuiltinModule = ((id: string) => {
    if (typeof id === 'string') this.#announce(id);
    return this.#patchedGetBuiltinModule.call(process, id);
  }) as GetBuiltinModule;

  /** A patch that `onLoad` makes is in time for this load; it has nothing to do with the load around it. */
  #announce(id: string): void {
    const outer = this.#current;
    this.#current = undefined;
    try {
      this.#onLoad(id);
    } finally {
      this.#current = outer;
    }
  }

  #requirePatched(module: NodeJS.Module, id: string): unknown {
    const outer = this.#current;
    const call: Call = { isPatchedMeanwhile: false };
    this.#current = call;
    let exports: unknown;
    try {
      exports = this.#patchedRequire.call(module, id);
    } finally {
      this.#current = outer;
    }
    // The package was recognized by its file only, when this call had passed the patch: the patch sees the loaded module now.
    return call.isPatchedMeanwhile ? this.#patchedRequire.call(module, id) : exports;
  }
}
