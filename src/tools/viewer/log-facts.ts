import type { Attributes, ReceivedLogRecord } from '../receiver/telemetry/telemetry-model.ts';
import { formatAttributes, formatValue } from './attribute-text.ts';
import type { Style } from './styled-text.ts';

const MAX_ATTRIBUTES = 4;
const MAX_MESSAGE_WIDTH = 200;
const NOISE =
  /^(exception\.|code\.|thread\.|process\.|service\.|host\.|trace_?id$|span_?id$|trace_?flags$|log\.|event\.name$)/i;
const LEVELS: readonly { from: number; name: string; style: Style }[] = [
  { from: 21, name: 'FATAL', style: 'error' },
  { from: 17, name: 'ERROR', style: 'error' },
  { from: 13, name: 'WARN', style: 'yellow' },
  { from: 9, name: 'INFO', style: 'green' },
  { from: 5, name: 'DEBUG', style: 'dim' },
  { from: 1, name: 'TRACE', style: 'dim' },
];

export interface Level {
  name: string;
  style: Style;
}

/** The six levels of OpenTelemetry, whatever a logging library calls its own. */
export function readLevel({ severityNumber, severityText }: ReceivedLogRecord): Level {
  const level = LEVELS.find(({ from }) => severityNumber >= from);
  return level ?? { name: formatValue(severityText).toUpperCase() || 'LOG', style: 'plain' };
}

/** The message, or an event's name and body; and the exception unless the message contains it already. */
export function readLogMessage({ body, eventName, attributes }: ReceivedLogRecord): string {
  const event = typeof body === 'string' ? '' : formatValue(eventName ?? attributes['event.name']);
  const text = formatValue(body, MAX_MESSAGE_WIDTH);
  const message = [event, text === '{}' ? '' : text].filter(Boolean).join(' ') || formatValue(eventName);
  const exception = describeException(attributes);
  const isRepeated = exception === '' || message.includes(formatValue(attributes['exception.message']));
  return isRepeated ? message : [message, exception].filter(Boolean).join(': ');
}

/** `Type: message` of the exception.* attributes of a log record or span event, '' without. */
export function describeException(attributes: Attributes): string {
  return ['exception.type', 'exception.message']
    .map((key) => formatValue(attributes[key], MAX_MESSAGE_WIDTH))
    .filter(Boolean)
    .join(': ');
}

/** The first few attributes, without those that only name the origin of the record. */
export function readDetails({ attributes }: Pick<ReceivedLogRecord, 'attributes'>): string {
  const specific = Object.entries(attributes).filter(([key]) => !NOISE.test(key));
  // withAttributes adds the application's attributes to every record, so attributes of this record come first.
  specific.sort(([a], [b]) => Number(a.startsWith('app.')) - Number(b.startsWith('app.')));
  return formatAttributes(Object.fromEntries(specific.slice(0, MAX_ATTRIBUTES)));
}
