import Module from 'node:module';
import { isOwnFile } from './own-files.ts';

type Require = (this: NodeJS.Module, id: string) => unknown;

const prototype = Module.prototype as unknown as { require: Require };
type GetBuiltinModule = typeof process.getBuiltinModule;

/**
 * Calls `onLoad` with the specifier of each `require` (and `process.getBuiltinModule`) before it loads. `onLoad` may patch both meanwhile,
 * as an instrumentation does that is made there and then: this very load goes through the patch.
 *
 * What is made so stays below this: files of otelier go past it. Otherwise require-in-the-middle would remember a module that
 * an exporter loads as seen, and not patch it when the application loads it.
 */
export class RequireWatch {
  readonly #onLoad: (specifier: string) => void;
  readonly #require = prototype.require;
  readonly #getBuiltinModule = process.getBuiltinModule;
  #patchedRequire: Require = this.#require;
  #patchedGetBuiltinModule: GetBuiltinModule = this.#getBuiltinModule;

  constructor(onLoad: (specifier: string) => void) {
    this.#onLoad = onLoad;
    prototype.require = this.#watchedRequire;
    process.getBuiltinModule = this.#watchedGetBuiltinModule;
  }

  /** Runs what patches `require`, and keeps the patch below the watch. */
  patch(makePatch: () => void): void {
    // Someone else has patched it since: then theirs stays where it is, and the new patch goes on top.
    const isOutermost = prototype.require === this.#watchedRequire;
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
      prototype.require = this.#watchedRequire;
      process.getBuiltinModule = this.#watchedGetBuiltinModule;
    }
  }

  readonly #watchedRequire: Require = ((watch: RequireWatch): Require =>
    function (id) {
      if (isOwnFile(this.filename)) return watch.#require.call(this, id);
      const before = prototype.require;
      if (typeof id === 'string') watch.#onLoad(id);
      // A patch that was put on top meanwhile has to see this load.
      const isPatchedOnTop = prototype.require !== before;
      return isPatchedOnTop ? prototype.require.call(this, id) : watch.#patchedRequire.call(this, id);
    })(this);

  readonly #watchedGetBuiltinModule = ((id: string) => {
    if (typeof id === 'string') this.#onLoad(id);
    return this.#patchedGetBuiltinModule.call(process, id);
  }) as GetBuiltinModule;
}
