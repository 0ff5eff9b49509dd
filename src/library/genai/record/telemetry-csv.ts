import type { Telemetry } from './telemetry.ts';
import { isoTime } from './telemetry-dict.ts';

type Cell = string | number | boolean | null | undefined;

const COLUMNS: Readonly<Record<string, (telemetry: Telemetry) => Cell>> = {
  stream_id: ({ streamId }) => streamId,
  session_id: ({ sessionId }) => sessionId,
  model: ({ model }) => model,
  started_at: ({ timing }) => isoTime(timing.startedAt, '+00:00'),
  completed_at: ({ timing }) => isoTime(timing.completedAt, '+00:00'),
  duration: ({ timing }) => timing.duration,
  time_to_first_token: ({ metrics }) => metrics.timeToFirstToken,
  token_count: ({ metrics }) => metrics.tokenCount,
  tokens_per_second: ({ metrics }) => metrics.tokensPerSecond,
  avg_inter_token_latency: ({ metrics }) => metrics.avgInterTokenLatency,
  model_retries: ({ retries }) => retries.modelRetries,
  network_retries: ({ retries }) => retries.networkRetries,
  total_retries: ({ retries }) => retries.totalRetries,
  guardrail_violations: ({ guardrails }) => guardrails.violations.length,
  error_occurred: ({ error }) => error.occurred,
  error_message: ({ error }) => error.message,
  error_category: ({ error }) => error.category,
  completed: ({ completed }) => completed,
  aborted: ({ aborted }) => aborted,
  content_length: ({ contentLength }) => contentLength,
};

export interface CsvOptions {
  /**
   * Puts an apostrophe before texts that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab and carriage return at the beginning):
   * model names and error messages come from elsewhere. https://owasp.org/www-community/attacks/CSV_Injection
   * @default false
   */
  readonly guardFormulas?: boolean;
}

/** Records as CSV of 20 columns with a header, quoted as RFC 4180 says, lines ended by CR LF. Of no records: ''. */
export function toCsv(records: readonly Telemetry[], { guardFormulas = false }: CsvOptions = {}): string {
  if (records.length === 0) return '';
  const cells = Object.values(COLUMNS);
  const rows = records.map((telemetry) => cells.map((cell) => cellText(cell(telemetry), guardFormulas)));
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** Full-width signs count as well: some spreadsheets narrow them. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

function cellText(value: Cell, guardFormulas: boolean): string {
  if (value === null || value === undefined) return '';
  const text = guardFormulas && typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
