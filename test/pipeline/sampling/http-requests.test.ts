import { describe, expect, test } from '@jest/globals';
import type { HistogramPoint } from '../../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { ReceivedSpan } from '../../../src/tools/receiver/telemetry/telemetry-model.ts';
import { deliver, named } from '../../environment/delivery.ts';

describe('preset sampling of HTTP requests', () => {
  test('1000 HTTP requests at 10 %: metrics of all of them, spans of a tenth and of every error, those of both sides', async () => {
    const { spans, metrics, result } = await deliver({
      file: 'calls-itself.mjs',
      env: { OTELIER_PRESET: 'production', OTEL_LOGS_EXPORTER: 'none' },
    });
    expect(result.stdout).toBe('calls-itself: done\n');
    const countsOf = (name: string): readonly [unknown, number][] =>
      (named(metrics, name).points as HistogramPoint[]).map(({ attributes, count }) => [
        `${attributes['span.kind'] ?? ''} ${attributes['status.code'] ?? attributes['http.response.status_code']}`,
        Number(count),
      ]);
    expect(Object.fromEntries(countsOf('otelier.trace.duration'))).toEqual({
      'SPAN_KIND_SERVER STATUS_CODE_ERROR': 20,
      'SPAN_KIND_SERVER STATUS_CODE_UNSET': 980,
      'SPAN_KIND_CLIENT STATUS_CODE_ERROR': 20,
      'SPAN_KIND_CLIENT STATUS_CODE_UNSET': 980,
    });
    expect(Object.fromEntries(countsOf('http.server.request.duration'))).toEqual({ ' 200': 980, ' 500': 20 });

    const failed = ({ attributes }: ReceivedSpan): boolean => attributes['http.response.status_code'] === 500;
    for (const kind of ['server', 'client']) {
      const ofKind = spans.filter((span) => span.kind === kind);
      expect(ofKind.filter(failed)).toHaveLength(20);
      // Of 980, by chance.
      expect(ofKind.length).toBeGreaterThan(20 + 40);
      expect(ofKind.length).toBeLessThan(20 + 170);
    }
    const reasons = new Set(spans.map(({ attributes }) => attributes['otelier.sampling.reason']));
    expect(reasons).toEqual(new Set(['rate', 'error', 'parent']));
    // A caller of the share has the other side with it.
    const byTrace = Map.groupBy(spans, ({ traceId }) => traceId);
    expect([...byTrace.values()].filter(({ length }) => length !== 2)).toEqual([]);
  });
});
