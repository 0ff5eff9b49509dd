/** What `error.type` says. https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ */
export function errorType(error: unknown): string {
  try {
    const type: unknown = error instanceof Error ? error.constructor?.name || error.name : typeof error;
    return typeof type === 'string' ? type : 'Error';
  } catch {
    // A getter or a proxy of the application's.
    return 'Error';
  }
}
