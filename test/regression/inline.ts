import { type ProgramOptions, REGISTER } from '../program/program.ts';

/** A piece of ESM source as a program under otelier, which may import packages of this repository by name. */
export function inline(source: string): Pick<ProgramOptions, 'file' | 'nodeOptions'> {
  return withoutRegister(source, ['--import', REGISTER]);
}

/** The same with no register before it: plain, or a program that starts otelier itself. */
export function withoutRegister(
  source: string,
  nodeOptions: readonly string[] = [],
): Pick<ProgramOptions, 'file' | 'nodeOptions'> {
  return { file: 'inline.mjs', nodeOptions: [...nodeOptions, '--input-type=module', '-e', source] };
}

/** Leaves the signals named to the exporters, none of the others. */
export const ONLY = {
  traces: { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  tracesAndLogs: { OTEL_METRICS_EXPORTER: 'none' },
} as const;
