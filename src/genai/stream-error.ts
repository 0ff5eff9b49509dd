/** An error that an event tells of in words. Its stack is the event's: ours would say where the event was handled, and lump all errors together. */
export class StreamError extends Error {
  constructor(message: string, type: string | undefined, stack: string | null) {
    super(message);
    this.name = type === undefined || type === 'unknown' ? 'StreamError' : type;
    this.stack = stack ?? `${this.name}: ${message}`;
  }
}
