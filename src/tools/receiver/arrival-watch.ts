/** Waits until a condition holds for the received telemetry. It is checked at each arrival, without polling. */
export class ArrivalWatch<Subject> {
  readonly #subject: Subject;
  readonly #describe: () => string;
  readonly #waiting = new Map<() => void, (error: Error) => void>();

  /** `describe` summarises the arrivals for the error of a wait that times out. */
  constructor(subject: Subject, describe: () => string) {
    this.#subject = subject;
    this.#describe = describe;
  }

  notify(): void {
    for (const check of [...this.#waiting.keys()]) check();
  }

  /**
   * Resolves with the predicate's first truthy value. A predicate that throws (an assertion, a member of something that
   * has not arrived yet) counts as false; its last error is the cause of the rejection.
   */
  waitFor<T>(predicate: (subject: Subject) => T | undefined | null | false, timeoutMillis: number): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let lastError: unknown;
    const check = () => {
      try {
        const value = predicate(this.#subject);
        if (value) resolve(value);
      } catch (error) {
        lastError = error;
      }
    };
    const fail = (reason: string) => reject(new Error(`${reason}; ${this.#describe()}`, { cause: lastError }));
    const timer = setTimeout(() => fail(`Not satisfied within ${timeoutMillis} ms`), timeoutMillis);
    this.#waiting.set(check, (error) => fail(error.message));
    check();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(check);
    });
  }

  /** Rejects pending waits. */
  close(): void {
    for (const fail of this.#waiting.values()) fail(new Error('The receiver was closed'));
  }
}
