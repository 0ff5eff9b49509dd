import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request carries the token. The comparison takes the same time whatever was sent. https://www.rfc-editor.org/rfc/rfc6750 */
export function hasToken(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
