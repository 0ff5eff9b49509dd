import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { ReceivedLogRecord, ReceivedSpan } from '../../../src/tools/receiver/telemetry/telemetry-model.ts';
import { textWidth } from '../../../src/tools/viewer/terminal-text.ts';
import { type RenderOptions, renderTrace } from '../../../src/tools/viewer/trace-tree.ts';
import { answeredLogs, answeredTrace, FAILED_TRACE_ID, failedLogs, failedTrace } from './sample-traces.ts';
import { log, span, TRACE_ID } from './telemetry-sketch.ts';

const answered = { traceId: TRACE_ID, spans: answeredTrace, logs: answeredLogs };
const failed = { traceId: FAILED_TRACE_ID, spans: failedTrace, logs: failedLogs };

function render(spans: ReceivedSpan[], logs: ReceivedLogRecord[] = [], options?: RenderOptions): string[] {
  return renderTrace({ traceId: TRACE_ID, spans, logs }, options).split('\n');
}

/** The lines without their header, service, duration and bar: rails and names. */
const outline = (spans: ReceivedSpan[], logs?: ReceivedLogRecord[]): string[] =>
  render(spans, logs)
    .slice(1)
    .map((line) => line.slice('agent  '.length).replace(/ {2,}[+\d].*$/, ''));

describe('renderTrace', () => {
  test('renders a request through two services and an LLM', () => {
    expect(`\n${renderTrace(answered)}\n`).toBe(ANSWERED);
  });

  test('renders a failed request', () => {
    expect(`\n${renderTrace(failed)}\n`).toBe(FAILED);
  });

  test('omits the query of a URL', () => {
    expect(renderTrace(answered, { width: 300 })).not.toContain('secret');
  });

  describe.each([60, 80, 120, 200])('at a width of %i', (width) => {
    test.each([
      ['answered', answered],
      ['failed', failed],
      [
        'wide characters',
        {
          traceId: TRACE_ID,
          spans: [span({ id: '1', name: '注文を処理する👩‍👩‍👧‍👦'.repeat(20), service: '注文'.repeat(20) })],
          logs: [],
        },
      ],
    ])('no line is longer and the durations line up: %s', (_what, trace) => {
      const [, ...lines] = renderTrace(trace, { width }).split('\n');
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
      const ends = lines.map((line) => textWidth(line.replace(/( (?:µs|ms|s)) {2}[ ╺━╸·]*$/u, '$1')));
      expect(new Set(ends).size).toBe(1);
    });

    test('changes only colours with `color`', () => {
      const colored = renderTrace(failed, { width, color: true });
      expect(stripVTControlCharacters(colored)).toBe(renderTrace(failed, { width }));
      expect(colored).toContain('\x1b[1;31m✗ ');
    });
  });

  test('renders several roots, and a span whose parent has not arrived', () => {
    expect(
      outline([
        span({ id: '1', ms: [0, 5] }),
        span({ id: '2', parent: '99', ms: [1, 2] }),
        span({ id: '3', parent: '2', ms: [1, 2] }),
        span({ id: '4', ms: [3, 4] }),
      ]),
    ).toEqual(['1', '2  (parent not received)', '└─ 3', '4']);
  });

  test.each([
    ['a span that is its own parent', [span({ id: '1', parent: '1' })], ['1  (its parents form a circle)']],
    [
      'a circle with a branch',
      [
        span({ id: '3', parent: '2', ms: [3, 4] }),
        span({ id: '2', parent: '1', ms: [2, 4] }),
        span({ id: '1', parent: '3', ms: [1, 4] }),
        span({ id: '4', parent: '2', ms: [2.5, 4] }),
      ],
      ['1  (its parents form a circle)', '└─ 2', '   ├─ 4', '   └─ 3'],
    ],
  ])('%s', (_what, spans, lines) => {
    expect(outline(spans)).toEqual(lines);
  });

  test('draws a span that arrived twice once, as it arrived last', () => {
    expect(outline([span({ id: '1', name: 'old' }), span({ id: '1', name: 'new' })])).toEqual(['new']);
  });

  test('sorts children by time, with log records and exceptions between them', () => {
    const exception = {
      name: 'exception',
      timeUnixNano: span({ id: '0', ms: [6, 7] }).startTimeUnixNano,
      droppedAttributesCount: 0,
    };
    const events = [{ ...exception, attributes: { 'exception.type': 'TypeError', 'exception.message': 'no' } }];
    expect(
      outline(
        [
          span({ id: '1', ms: [0, 9], events }),
          span({ id: '3', parent: '1', ms: [5, 8] }),
          span({ id: '2', parent: '1', ms: [2, 3] }),
        ],
        [log('1', 8.5, 'WARN', 'late'), log('1', 1, 'INFO', 'early'), log('3', 7, 'DEBUG', 'inside')],
      ),
    ).toEqual(['1', '│  INFO  early', '├─ 2', '└─ 3', '      DEBUG inside', '   ! TypeError: no', '   WARN  late']);
  });

  test('puts log records of spans that have not arrived at the end, with their service', () => {
    const [, , line] = render([span({ id: '1' })], [log('7', 1, 'INFO', 'lost', { service: 'other' })]);
    expect(line).toMatch(/^other\s+INFO {2}lost {2}\(its span was not received\)/);
  });

  test('renders a trace of log records only', () => {
    expect(render([], [log('7', 1, 'INFO', 'lost')])).toHaveLength(2);
    expect(render([])).toEqual([`trace ${TRACE_ID}  0 ms · 0 services · 0 spans`]);
  });

  test('limits a thousand log records of one span', () => {
    const logs = Array.from({ length: 1000 }, (_, index) => log('1', index / 1000, 'INFO', `line ${index}`));
    const lines = outline([span({ id: '1' })], logs);
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)?.trim()).toBe('… 980 more');
  });

  test('draws a trace of 20,000 levels with short rails', () => {
    const depth = 20_000;
    const spans = Array.from({ length: depth }, (_, i) =>
      span({ id: `${i}`, ...(i > 0 ? { parent: `${i - 1}` } : {}), ms: [i, depth] }),
    );
    const lines = render(spans);
    expect(lines).toHaveLength(depth + 1);
    expect(lines[1001]).toMatch(/^agent {2}999 ┈ └─ 1000 /);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test('draws a span with 20,000 children', () => {
    const spans = Array.from({ length: 20_000 }, (_, i) => span({ id: `${i}`, ...(i > 0 ? { parent: '0' } : {}) }));
    expect(render(spans)).toHaveLength(20_001);
  });

  test('escapes control characters and escape sequences in telemetry', () => {
    const evil = 'a\x1b[2J\r\nb\u009b\u202e\u2028\ud800\x07';
    const text = renderTrace(
      {
        traceId: TRACE_ID,
        spans: [
          span({
            id: '1',
            name: evil,
            service: evil,
            error: evil,
            attributes: { 'db.query.text': evil, [`app.${evil}`]: evil },
          }),
        ],
        logs: [log('1', 0, 'INFO', evil, { attributes: { [evil]: { nested: [evil] } } })],
      },
      { width: 400 },
    );
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
    expect(text).toContain('a\\x1b[2J\\r\\nb\\x9b\\u{202e}\\u{2028}\\u{d800}\\x07');
  });

  test('keeps the bar intact when clocks disagree', () => {
    const [, parent, child] = render([span({ id: '1', ms: [10, 20] }), span({ id: '2', parent: '1', ms: [5, 4] })]);
    expect(parent).toMatch(/10 ms {2,}[╺━]+$/);
    expect(child).toMatch(/-1 ms {2} *[╺╸]$/);
  });

  const ANSWERED = `
trace 5b8efff798038103d269b633813fc60c  642 ms · 2 services · 7 spans · 4 log records
agent-service    POST /ask  server · 200                                                    642 ms  ━━━━━━━━━━━━━━━━━━━━
agent-service    └─ answer question  app.tenant.id=acme                                     637 ms  ━━━━━━━━━━━━━━━━━━━━
                    │  INFO  question received  question="How much is the espresso?" a…    +3.4 ms  ·
agent-service       ├─ GET  client · 200  127.0.0.1:3001/products/espresso                 56.2 ms  ━━
catalog-service     │  └─ GET /products/:id  server · 200  /products/espresso · app.te…    48.9 ms  ╺━
                    │     │  DEBUG looking up product  slug=espresso cache=miss             +11 ms  ·
catalog-service     │     └─ SELECT products  client  postgresql · SELECT id, name, pr…      39 ms  ╺╸
                    │  WARN  product data is 3 days old  updated=2026-10-31               +64.8 ms    ·
agent-service       └─ chat gpt-4o-mini  client · 215 → 48 tokens                           566 ms    ━━━━━━━━━━━━━━━━━╸
agent-service          └─ POST  client · 200  127.0.0.1:3002/v1/chat/completions           54.7 ms    ━━
                       INFO  answered  tokens=263 chunks=17                                +638 ms                     ·
`;

  const FAILED = `
trace 0af7651916cd43dd8448eb211c80319c  1.21 s · 2 services · 5 spans · 2 log records · 4 errors
agent-service    ✗ POST /ask  server · 502  ERROR                                           1.21 s  ━━━━━━━━━━━━━━━━━━━━
agent-service    └─ ✗ answer question  ERROR catalog is down  app.tenant.id=initech         1.21 s  ━━━━━━━━━━━━━━━━━━━━
agent-service       ├─ ✗ GET  client · ECONNREFUSED  ERROR connect ECONNREFUSED 127.0.…       2 ms  ╸
                    │     ! Error: connect ECONNREFUSED 127.0.0.1:3001                       +4 ms  ·
                    │  WARN  catalog not reachable, trying again in 1 s  attempt=1           +5 ms  ·
agent-service       └─ GET  client · 503  127.0.0.1:3001/products/espresso                  202 ms                  ╺━━━
catalog-service        └─ ✗ GET /products/:id  server · 503  ERROR  /products/espresso      198 ms                  ╺━━━
                             ERROR pool exhausted: PoolTimeout: no connection within 2…     +1.2 s                     ·
                       ! CatalogError: catalog is down                                     +1.21 s                     ·
`;
});
