const TRANSIENT = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EHOSTUNREACH',
]);

/** Whether a connection that failed so may be had a moment later. */
export function isTransient(error: NodeJS.ErrnoException): boolean {
  return error.code !== undefined && TRANSIENT.has(error.code);
}
