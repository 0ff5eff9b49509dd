const DOT = 46;
const SLASH = 47;
const INSTALLED = '/node_modules/';

/** The package that a path inside it belongs to: `openai/streaming` is openai, `@scope/name/x` is @scope/name. */
export function packageOf(specifier: string): string {
  const first = specifier.indexOf('/');
  const end = specifier.startsWith('@') && first !== -1 ? specifier.indexOf('/', first + 1) : first;
  return end === -1 ? specifier : specifier.slice(0, end);
}

/** The last package on a path below node_modules; undefined for the application's own files. */
export function installedPackageOf(path: string): string | undefined {
  const start = path.lastIndexOf(INSTALLED);
  return start === -1 ? undefined : packageOf(path.slice(start + INSTALLED.length));
}

/**
 * Values by the name of a module: a package (`pg`), one of its files (`mysql2/promise`), a built-in module (`http`,
 * for `node:http` too) or, with a star at the end, all that begins so (`@aws-sdk/*`).
 */
export class WatchedModules<T> {
  readonly #byName = new Map<string, T[]>();
  readonly #byPrefix = new Map<string, T[]>();
  readonly #byPackage = new Map<string, string[]>();

  constructor(entries: Iterable<readonly [module: string, value: T]>) {
    for (const [name, value] of entries) {
      const isPrefix = name.endsWith('*');
      const [values, key] = isPrefix ? [this.#byPrefix, name.slice(0, -1)] : [this.#byName, name];
      values.set(key, [...(values.get(key) ?? []), value]);
    }
    for (const name of this.#byName.keys()) {
      const modules = this.#byPackage.get(packageOf(name)) ?? [];
      this.#byPackage.set(packageOf(name), [...modules, name]);
    }
  }

  /** The values of a specifier of `require` or `import`; each file of a watched package counts. Runs for every load: most return at once. */
  find(specifier: string): readonly T[] | undefined {
    const first = specifier.charCodeAt(0);
    if (first === DOT) return undefined;
    if (first !== SLASH && !specifier.startsWith('file:')) return this.#findBare(withoutScheme(specifier));
    const name = installedPackageOf(specifier);
    return name === undefined ? undefined : this.#findBare(name);
  }

  /** Whether this very name is watched, and not only a file of its package. */
  has(specifier: string): boolean {
    const name = withoutScheme(specifier);
    return this.#byName.has(name) || this.#findPrefix(name) !== undefined;
  }

  /** The watched modules of a package: itself (`mysql2`) and files of it (`mysql2/promise`). */
  modulesOf(packageName: string): readonly string[] {
    return this.#byPackage.get(packageName) ?? [];
  }

  /** The names that stand for one module each. */
  names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** The beginnings of names, without the star. */
  prefixes(): readonly string[] {
    return [...this.#byPrefix.keys()];
  }

  #findBare(name: string): readonly T[] | undefined {
    return this.#byName.get(name) ?? this.#byName.get(packageOf(name)) ?? this.#findPrefix(name);
  }

  #findPrefix(name: string): readonly T[] | undefined {
    for (const [prefix, values] of this.#byPrefix) if (name.startsWith(prefix)) return values;
    return undefined;
  }
}

const withoutScheme = (specifier: string): string => (specifier.startsWith('node:') ? specifier.slice(5) : specifier);
