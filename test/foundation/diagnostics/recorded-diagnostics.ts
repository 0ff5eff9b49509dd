import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api';

export interface RecordedDiagnostics {
  readonly errors: string[];
  readonly warnings: string[];
  readonly info: string[];
  readonly debug: string[];
}

/** Takes the place of the diagnostic logger and keeps what is said, for the whole test file. */
export function recordDiagnostics(): RecordedDiagnostics {
  const recorded: RecordedDiagnostics = { errors: [], warnings: [], info: [], debug: [] };
  const keep =
    (lines: string[]) =>
    (...said: unknown[]): void =>
      // Component loggers put their namespace first.
      void lines.push(said.slice(said[0] === 'otelier' ? 1 : 0).join(' '));
  const ignore = (): void => {};
  const logger: DiagLogger = {
    error: keep(recorded.errors),
    warn: keep(recorded.warnings),
    info: keep(recorded.info),
    debug: keep(recorded.debug),
    verbose: ignore,
  };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
  clearDiagnostics(recorded);
  return recorded;
}

export function clearDiagnostics(recorded: RecordedDiagnostics): void {
  for (const lines of Object.values(recorded)) lines.length = 0;
}
