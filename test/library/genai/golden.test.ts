// Event sequences with what the published Python package ai2070-l0 0.21.1 reports of them, its clock set by each event's ts.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { StreamEvent } from '../../../src/public/genai.ts';
import { expectEqualReports, type ReportOptions, reportOf, type StreamReport } from './published-report.ts';

interface Scenario {
  readonly name: string;
  readonly config: { readonly buffer_size?: number } | null;
  readonly events: readonly StreamEvent[];
  readonly expect: StreamReport & ReportOptions;
}

const scenarios: readonly Scenario[] = JSON.parse(readFileSync('test/fixtures/genai/l0-golden.json', 'utf8'));
const named = scenarios.map((scenario) => [scenario.name, scenario] as const);

describe('StreamMonitor against L0', () => {
  test('has scenarios', () => {
    expect(scenarios).toHaveLength(6);
  });

  test.each(named)('records the same as the published package: %s', (_name, { events, config, expect: published }) => {
    expectEqualReports(reportOf(events, { bufferSize: config?.buffer_size }, published), published);
  });

  test.each(named)(
    'records the same in the other shape and notation: %s',
    (_name, { events, config, expect: published }) => {
      const others = events.map(({ type, ts, streamId, meta }) => ({
        ...(camelCased(meta) as object),
        type,
        ts,
        stream_id: streamId,
      }));
      const report = reportOf(others as unknown as StreamEvent[], { bufferSize: config?.buffer_size }, published);
      expectEqualReports(report, published);
    },
  );

  function camelCased(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(camelCased);
    if (typeof value !== 'object' || value === null) return value;
    const camelCase = (key: string): string => key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [camelCase(key), camelCased(entry)]));
  }
});
