const MILLIS_PER_SECOND = 1000;
const MILLIS_PER_MINUTE = 60_000;
const BYTES_PER_KIB = 1024;
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

const whole = new Intl.NumberFormat('en-US');
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const SMALLEST_DECIMAL = 1e-4;

/** Three significant digits, whole numbers in full: 0.0123, 12.3, 1,234,567. */
export function formatNumber(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isInteger(value)) return whole.format(value);
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return whole.format(Math.round(value));
  return Math.abs(value) < SMALLEST_DECIMAL ? value.toExponential(2) : threeDigits.format(value);
}

/** A duration in a suitable unit: 85 µs, 1.2 ms, 2.35 s, 3 min 20 s, 2 h 5 min. */
export function formatMillis(millis: number): string {
  const size = Math.abs(millis);
  // A value that rounds to a full larger unit is written in it: 1 s, not 1,000 ms.
  if (size >= 3_599_500) return formatPair(millis / MILLIS_PER_MINUTE, 'h', 'min');
  if (size >= 59_950) return formatPair(millis / MILLIS_PER_SECOND, 'min', 's');
  if (size >= 999.5) return `${threeDigits.format(millis / MILLIS_PER_SECOND)} s`;
  if (size >= 0.9995 || size === 0) return `${threeDigits.format(millis)} ms`;
  return `${Math.round(millis * 1000)} µs`;
}

/** A metric's value, with its UCUM unit for seconds, milliseconds and bytes. */
export function formatQuantity(value: number | bigint, unit: string): string {
  if (unit === 's') return formatMillis(Number(value) * MILLIS_PER_SECOND);
  if (unit === 'ms') return formatMillis(Number(value));
  if (unit === 'By') return formatBytes(Number(value));
  return formatNumber(value);
}

/** A number of small units as large and small units; 60 small units make a large one. */
function formatPair(amount: number, large: string, small: string): string {
  const rounded = Math.round(amount);
  return `${Math.trunc(rounded / 60)} ${large} ${Math.abs(rounded % 60)} ${small}`;
}

function formatBytes(bytes: number): string {
  const power = Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / Math.log2(BYTES_PER_KIB));
  const index = Math.min(power, BYTE_UNITS.length - 1);
  return `${formatNumber(bytes / BYTES_PER_KIB ** index)} ${BYTE_UNITS[index]}`;
}
