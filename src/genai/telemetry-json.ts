import type { Telemetry } from './telemetry.ts';
import { toDict } from './telemetry-dict.ts';

export interface JsonOptions {
  /** Spaces of a level; null or 0: all in one line. @default 2 */
  readonly indent?: number | null | undefined;
}

/** A record as JSON with snake_case keys. */
export function toJson(telemetry: Telemetry, { indent = 2 }: JsonOptions = {}): string {
  return JSON.stringify(toDict(telemetry), null, indent ?? 0);
}

/** Records as JSON Lines: one line each, no line break at the end. https://jsonlines.org */
export function toJsonl(records: readonly Telemetry[]): string {
  return records.map((telemetry) => toJson(telemetry, { indent: null })).join('\n');
}
