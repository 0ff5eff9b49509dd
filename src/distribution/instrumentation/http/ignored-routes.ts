/**
 * Makes a predicate for request targets (`/path?query`) from exact paths and prefixes ending in `*`.
 * Only the path counts: `/health` matches `/health?verbose=1`.
 */
export function createIgnoredRoutes(patterns: readonly string[]): (target: string | undefined) => boolean {
  const prefixes = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  return (target) => {
    if (target === undefined) return false;
    const query = target.indexOf('?');
    const path = query === -1 ? target : target.slice(0, query);
    return exact.has(path) || prefixes.some((prefix) => path.startsWith(prefix));
  };
}
