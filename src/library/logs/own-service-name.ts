// start() sets it on the global object, because two copies of otelier may be loaded.
const HANDLE = Symbol.for('otelier.handle');

interface Started {
  readonly config?: { readonly values?: Readonly<Record<string, { readonly value?: unknown } | undefined>> };
}

/** The service name of the process: from start(), otherwise the configured one. A Logger may be created before start() is called. */
export class ServiceName {
  readonly #configured: string;
  #handle: Started | undefined;
  #name: string;

  constructor(configured: string) {
    this.#configured = configured;
    this.#name = configured;
  }

  get current(): string {
    const handle = (globalThis as { [HANDLE]?: Started })[HANDLE];
    if (handle === this.#handle) return this.#name;
    this.#handle = handle;
    const started = handle?.config?.values?.['service.name']?.value;
    this.#name = typeof started === 'string' ? started : this.#configured;
    return this.#name;
  }
}
