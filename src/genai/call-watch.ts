/** What a call's answer is to be told to. */
export interface CallWatch {
  readonly answered: (value: unknown) => unknown;
  readonly failed: (error: unknown) => void;
  /** Only the raw response was asked for, which is not read here. */
  readonly unread: () => void;
  /** Nobody waits for the answer, and nobody can. */
  readonly abandoned: () => void;
}
