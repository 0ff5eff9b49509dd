import type { Telemetry } from './telemetry.ts';

/** A record as one line of `key=value`: values are not quoted, line breaks and control characters are escaped. */
export function toLogFormat(telemetry: Telemetry): string {
  const { timing, metrics, retries, guardrails, error } = telemetry;
  const parts = [`stream_id=${escaped(telemetry.streamId)}`];
  if (telemetry.model) parts.push(`model=${escaped(telemetry.model)}`);
  if (isKnown(timing.duration)) parts.push(`duration=${timing.duration.toFixed(3)}s`);
  if (isKnown(metrics.timeToFirstToken)) parts.push(`ttft=${metrics.timeToFirstToken.toFixed(3)}s`);
  parts.push(`tokens=${metrics.tokenCount}`);
  if (isKnown(metrics.tokensPerSecond)) parts.push(`tokens_per_sec=${metrics.tokensPerSecond.toFixed(1)}`);
  if (retries.totalRetries > 0) parts.push(`retries=${retries.totalRetries}`);
  if (guardrails.violations.length > 0) parts.push(`violations=${guardrails.violations.length}`);
  if (error.occurred) parts.push(`error=${escaped(error.message ?? 'unknown')}`);
  parts.push(`completed=${telemetry.completed}`);
  if (telemetry.aborted) parts.push('aborted=true');
  return parts.join(' ');
}

/** A record that an application made itself may leave out what is null in ours. */
const isKnown = (value: number | null | undefined): value is number => typeof value === 'number';

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal or begin a line
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g;

function escaped(text: string): string {
  return text.replaceAll(
    UNPRINTABLE,
    (character) => SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
