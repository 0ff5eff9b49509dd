/** Path and query of a request target, as they were sent. */
export interface TargetParts {
  readonly path: string;
  readonly query: string | undefined;
}

/** Values of these are credentials: https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/#url-query */
const SIGNED = /((?:^|&)(?:AWSAccessKeyId|Signature|sig|X-Goog-Signature)=)[^&]*/g;

/** Of `/path?query`, or of the absolute form that proxies are sent (`http://host/path?query`). */
export function parseTarget(target: string): TargetParts {
  const start = target.charCodeAt(0) === 47 ? 0 : startOfPath(target);
  const mark = target.indexOf('?', start);
  const path = mark < 0 ? target.slice(start) : target.slice(start, mark);
  const query = mark < 0 || mark === target.length - 1 ? undefined : target.slice(mark + 1);
  return { path: path === '' ? '/' : path, query: query?.includes('=') ? query.replace(SIGNED, '$1REDACTED') : query };
}

function startOfPath(target: string): number {
  const scheme = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(target);
  return scheme === null ? 0 : scheme[0].length;
}
