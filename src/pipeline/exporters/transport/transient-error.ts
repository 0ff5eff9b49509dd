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
  'ERR_PROXY_CONNECTION',
  'ERR_PROXY_UNAVAILABLE',
]);

/** Whether the same request may succeed a moment later. */
export function isTransient(error: NodeJS.ErrnoException): boolean {
  return error.code !== undefined && TRANSIENT.has(error.code);
}
