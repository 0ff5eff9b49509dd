import {
  INSTRUMENTATION_NAMES,
  switchVariable,
} from '../../src/foundation/configuration/settings/instrumentation-names.ts';
import { eachSetting, type Setting } from '../../src/foundation/configuration/settings/setting.ts';
import { settings } from '../../src/foundation/configuration/settings/settings.ts';

/** One row of README's table: a variable, or a family of variables that differ in one word only. */
export interface VariableRow {
  readonly variable: string;
  readonly values: string;
  readonly default: string;
  readonly meaning: string;
}

const ALL_SIGNALS = 'OTEL_EXPORTER_OTLP_';
const EACH_SIGNAL = `${ALL_SIGNALS}[TRACES_|METRICS_|LOGS_]`;
const SWITCH = /^instrumentations\.switches\.(.+)$/;

/** The rows in the order of the settings. Members of a family are one row, which therefore have to say the same. */
export function createVariableRows(): readonly VariableRow[] {
  const rows = new Map<string, VariableRow>();
  for (const [path, setting] of eachSetting(settings)) {
    const row = createRow(path, setting);
    const known = rows.get(row.variable);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(row)) {
      throw new Error(`${row.variable}: expected one row for all of its settings, got another for ${path}`);
    }
    rows.set(row.variable, row);
  }
  return [...rows.values()];
}

function createRow(path: string, { variables, type, default: value, about }: Setting<unknown>): VariableRow {
  const [own = '', forAllSignals] = variables;
  const [, library] = SWITCH.exec(path) ?? [];
  return {
    variable: familyOf(own, forAllSignals, library),
    values: type.expected.replace(INSTRUMENTATION_NAMES.join(', '), 'names in docs/instrumentations.md'),
    default: shown(value),
    meaning: library === undefined ? about : about.replace(library, 'one of these instrumentations'),
  };
}

function familyOf(own: string, forAllSignals: string | undefined, library: string | undefined): string {
  // Proxy variables have two spellings.
  if (forAllSignals === own.toUpperCase()) return `${forAllSignals}, ${own}`;
  if (forAllSignals !== undefined) return forAllSignals.replace(ALL_SIGNALS, EACH_SIGNAL);
  if (library !== undefined) return switchVariable('<NAME>');
  return own;
}

/** Empty: unset unless the user says otherwise; what happens then is part of the meaning. */
function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value ?? '');
}
