const TRANSIENT = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** Whether a connection that failed so may be had a moment later. */
export function isTransient(error: NodeJS.ErrnoException): boolean {
  return error.code !== undefined && TRANSIENT.has(error.code);
}
