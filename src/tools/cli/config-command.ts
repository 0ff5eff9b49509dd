import { describeConfig, type ResolvedConfig } from '../../foundation/configuration/description.ts';
import type { ConfigSource } from '../../foundation/configuration/layers.ts';
import { resolveConfig } from '../../foundation/configuration/resolve.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import type { Command } from './command.ts';

/** `otelier config` prints the resolved configuration and the source of each value. */
export const configCommand: Command = {
  name: 'config',
  usage: 'otelier config [--json] [--set]',
  about:
    'print the resolved configuration with the source of every value, secrets masked; --set: only what is not a default',
  options: { json: { type: 'boolean' }, set: { type: 'boolean' } },
  run(values) {
    const described = describeConfig(resolveConfig({ applicationScript: undefined }));
    const shown = values['set'] === true ? withoutDefaults(described) : described;
    return values['json'] === true ? JSON.stringify(shown, jsonNumbers, 2) : renderTable(shown);
  },
};

function withoutDefaults({ values, warnings }: ResolvedConfig): ResolvedConfig {
  return {
    values: Object.fromEntries(Object.entries(values).filter(([, { source }]) => source.from !== 'default')),
    warnings,
  };
}

/** JSON has no Infinity: "no limit" is null there. */
function jsonNumbers(_key: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY || value === undefined) return null;
  return value;
}

function renderTable({ values, warnings }: ResolvedConfig): string {
  const rows = Object.entries(values).map(
    ([path, { value, source }]) =>
      [path, oneLine(renderValue(value), 500), oneLine(renderSource(source), 500)] as const,
  );
  const [pathWidth, valueWidth] = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    ([path, value, source]) =>
      `${path.padEnd(pathWidth ?? 0)}  ${value.padEnd(Math.min(valueWidth ?? 0, 60))}  ${source}`,
  );
  return [...lines, ...warnings.map((warning) => `warning: ${warning}`)].join('\n');
}

function renderValue(value: unknown): string {
  if (value === undefined) return '-';
  if (value === Number.POSITIVE_INFINITY) return 'no limit';
  if (Array.isArray(value)) return value.join(', ') || '(none)';
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, item]) => `${key}=${String(item)}`)
      .join(', ');
  return String(value);
}

function renderSource({ from, name }: ConfigSource): string {
  return name === undefined ? from : `${from} ${name}`;
}
