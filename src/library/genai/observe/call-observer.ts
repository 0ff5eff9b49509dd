/** What a call's answer is to be told to. */
export interface CallWatch {
  readonly answered: (value: unknown) => unknown;
  readonly failed: (error: unknown) => void;
  /** Only the raw response was asked for, which is not read here. */
  readonly unread: () => void;
  /** Nobody waits for the answer, and nobody can. */
  readonly abandoned: () => void;
}

/** Tells of what was thrown, and throws it on. */
export function rethrowing(watch: { failed(error: unknown): void }): (error: unknown) => never {
  return (error) => {
    watch.failed(error);
    throw error;
  };
}
