import { describe, expect, test } from '@jest/globals';
import type { ReceivedSpan } from '../../../src/tools/receiver/telemetry/telemetry-model.ts';
import { TelemetryStore } from '../../../src/tools/receiver/telemetry/telemetry-store.ts';
import { selectTraces } from '../../../src/tools/viewer/trace-selection.ts';
import { answeredLogs, answeredTrace, FAILED_TRACE_ID, failedLogs, failedTrace } from './sample-traces.ts';
import { log, span, TRACE_ID } from './telemetry-sketch.ts';

const select = (spans: ReceivedSpan[], limit?: number) => {
  const store = new TelemetryStore();
  store.add({ spans });
  return selectTraces(store, limit === undefined ? {} : { limit }).map(({ traceId }) => traceId);
};

describe('selectTraces', () => {
  test('puts the trace with an LLM first, then the failed one', () => {
    const store = new TelemetryStore();
    store.add({ spans: [...answeredTrace, ...failedTrace], logs: [...answeredLogs, ...failedLogs] });
    expect(selectTraces(store, { limit: 2 }).map(({ traceId }) => traceId)).toEqual([TRACE_ID, FAILED_TRACE_ID]);
    expect(selectTraces(store)[0]).toMatchObject({ spans: { length: 7 }, logs: { length: 4 } });
  });

  test.each([
    ['more services', [span({ id: '1' }), span({ id: '2', parent: '1', service: 'other' })], [span({ id: '3' })]],
    ['an error', [span({ id: '1', error: '' })], [span({ id: '2' })]],
    ['an LLM call', [span({ id: '1', attributes: { 'gen_ai.system': 'x' } })], [span({ id: '2', error: '' })]],
    ['more spans', [span({ id: '1' }), span({ id: '2', parent: '1' })], [span({ id: '3' })]],
    ['all parents received', [span({ id: '1' })], [span({ id: '2' }), span({ id: '3', parent: '99' })]],
    [
      'a root',
      [span({ id: '1' })],
      [span({ id: '2', parent: '99', service: 'b' }), span({ id: '3', parent: '2', service: 'c' })],
    ],
  ])('prefers %s', (_what, better, worse) => {
    const traces = [better, worse].map((spans, index) =>
      spans.map((one) => ({ ...one, traceId: index === 0 ? 'better' : 'worse' })),
    );
    expect(select(traces.flat())).toEqual(['better']);
    expect(select(traces.toReversed().flat())).toEqual(['better']);
  });

  test('prefers the latest of equal traces, and a new shape before a repeated one', () => {
    const trace = (id: string, name: string) => span({ id, trace: id, name });
    expect(select([trace('a', 'x'), trace('b', 'x'), trace('c', 'y')], 3)).toEqual(['c', 'b', 'a']);
  });

  test('selects nothing without traces', () => {
    expect(select([], 3)).toEqual([]);
    const store = new TelemetryStore();
    store.add({ logs: [log('1', 0, 'INFO', 'alone')] });
    expect(selectTraces(store)).toEqual([]);
  });
});
