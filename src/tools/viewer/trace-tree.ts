import type { ReceivedSpan, ReceivedTrace } from '../receiver/telemetry/telemetry-model.ts';
import { describeException, readDetails, readLevel, readLogMessage } from './log-facts.ts';
import { formatMillis } from './number-text.ts';
import { serviceName } from './service-name.ts';
import { readOutcome, readSubject } from './span-facts.ts';
import { compareTimes, logTime, SpanTree, type TreeItem, type TreeLine } from './span-tree.ts';
import { fitPieces, type Piece, paint, piece, type Style } from './styled-text.ts';
import { escapeText, fitText, textWidth } from './terminal-text.ts';
import { TimeBar } from './time-bar.ts';

export interface RenderOptions {
  /** ANSI colours. @default false */
  color?: boolean;
  /** Columns of a line, at least 60. @default 120 */
  width?: number;
}

const MIN_WIDTH = 60;
const MAX_SERVICE_WIDTH = 20;
const DURATION_WIDTH = 9;
const GAP = '  ';
const SEPARATOR = ' · ';
const RAIL_WIDTH = 3;
const SERVICE_STYLES: readonly Style[] = ['cyan', 'magenta', 'blue', 'yellow', 'green'];

/**
 * One trace as a tree. Each span is a line with its service, name, kind, main attributes, duration and position on the time
 * line; below it are its log records and exceptions in the order of time. The text ends without a line break.
 */
export function renderTrace(trace: ReceivedTrace, { color = false, width = 120 }: RenderOptions = {}): string {
  const layout = createLayout(trace, Math.max(MIN_WIDTH, width));
  const lines = [renderHeader(trace, layout)];
  const maxDepth = Math.floor(layout.middle / 2 / RAIL_WIDTH);
  for (const line of new SpanTree(trace, maxDepth).lines()) lines.push(renderLine(line, layout));
  return lines.map((pieces) => paint(pieces, color)).join('\n');
}

interface Layout {
  services: Map<string, Style>;
  start: bigint;
  end: bigint;
  bar: TimeBar;
  width: number;
  service: number;
  middle: number;
}

function createLayout({ spans, logs }: ReceivedTrace, width: number): Layout {
  const names = [...new Set(spans.map(({ resource }) => serviceName(resource)))];
  const services = new Map(
    names.map((name, index) => [name, SERVICE_STYLES[index % SERVICE_STYLES.length] ?? 'plain']),
  );
  const service = Math.min(MAX_SERVICE_WIDTH, Math.max(0, ...names.map(textWidth)));
  const times = spans.length > 0 ? spans.flatMap((s) => [s.startTimeUnixNano, s.endTimeUnixNano]) : logs.map(logTime);
  const [start = 0n, end = start] = [times.sort(compareTimes)[0], times.at(-1)];
  const barWidth = Math.min(32, Math.floor(width / 6));
  const middle = width - service - DURATION_WIDTH - barWidth - 3 * GAP.length;
  return { services, start, end, bar: new TimeBar(start, end, barWidth), width, service, middle };
}

function renderHeader({ traceId, spans, logs }: ReceivedTrace, { services, start, end }: Layout): Piece[] {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const errors = spans.filter(({ status }) => status.code === 'ERROR').length;
  const facts = [
    formatMillis(millisBetween(start, end)),
    count(services.size, 'service'),
    count(spans.length, 'span'),
    ...(logs.length > 0 ? [count(logs.length, 'log record')] : []),
  ];
  const failed = errors > 0 ? [piece(SEPARATOR), piece(count(errors, 'error'), 'error')] : [];
  return [
    piece('trace ', 'dim'),
    piece(escapeText(traceId), 'bold'),
    piece(`${GAP}${facts.join(SEPARATOR)}`),
    ...failed,
  ];
}

function renderLine({ rails, item }: TreeLine, layout: Layout): Piece[] {
  if (item.type === 'span') return renderSpan(item, rails, layout);
  const time = timeOf(item);
  const offset = time === undefined ? '' : `+${formatMillis(Math.max(0, millisBetween(layout.start, time)))}`;
  return [
    ...serviceColumn(item.type === 'log' && item.note ? serviceName(item.log.resource) : '', layout),
    ...fitPieces([piece(rails, 'dim'), ...describe(item)], layout.middle),
    piece(GAP + fitText(offset, DURATION_WIDTH, 'right') + GAP, 'dim'),
    piece(time === undefined ? '' : layout.bar.moment(time), 'dim'),
  ];
}

function renderSpan(
  { span, parent, note }: Extract<TreeItem, { type: 'span' }>,
  rails: string,
  layout: Layout,
): Piece[] {
  const service = serviceName(span.resource);
  const style = layout.services.get(service) ?? 'plain';
  const failed = span.status.code === 'ERROR';
  const outcome = [...kindMarker(span), ...readOutcome(span)].join(SEPARATOR);
  const subject = [...(note ? [`(${note})`] : []), ...readSubject(span, parent)].join(SEPARATOR);
  const name = [piece(failed ? '✗ ' : '', 'error'), piece(escapeText(span.name), failed ? 'error' : 'bold')];
  const error = failed ? `ERROR ${escapeText(span.status.message ?? '')}`.trimEnd() : '';
  const middle = [piece(rails, 'dim'), ...name, column(outcome), column(error, 'error'), column(subject, 'dim')];
  return [
    ...serviceColumn(service, layout),
    ...fitPieces(middle, layout.middle),
    piece(GAP + fitText(formatMillis(span.durationMs), DURATION_WIDTH, 'right') + GAP),
    piece(layout.bar.span(span.startTimeUnixNano, span.endTimeUnixNano), failed ? 'red' : style),
  ];
}

function serviceColumn(name: string, { services, service }: Layout): Piece[] {
  return [piece(fitText(name, service) + GAP, services.get(name) ?? 'plain')];
}

const column = (text: string, style: Style = 'plain'): Piece => piece(text && GAP + text, style);

const kindMarker = ({ kind }: ReceivedSpan): string[] => (kind === 'internal' || kind === 'unspecified' ? [] : [kind]);

function describe(item: Exclude<TreeItem, { type: 'span' }>): Piece[] {
  if (item.type === 'more') return [piece(`… ${item.count} more`, 'dim')];
  if (item.type === 'log') {
    const { name, style } = readLevel(item.log);
    const text = `${fitText(name, 5)} `;
    const note = item.note ? `(${item.note})` : '';
    return [piece(text, style), piece(readLogMessage(item.log)), column(note), column(readDetails(item.log), 'dim')];
  }
  const { name, attributes } = item.event;
  if (name === 'exception') return [piece(`! ${describeException(attributes)}`, 'red')];
  return [piece(`• ${escapeText(name)}`), column(readDetails(item.event), 'dim')];
}

function timeOf(item: TreeItem): bigint | undefined {
  if (item.type === 'log') return logTime(item.log);
  return item.type === 'event' ? item.event.timeUnixNano : undefined;
}

const millisBetween = (start: bigint, end: bigint): number => Number(end - start) / 1e6;
