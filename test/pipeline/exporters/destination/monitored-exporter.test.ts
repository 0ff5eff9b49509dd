import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { type Destination, Destinations } from '../../../../src/pipeline/exporters/destination/destination.ts';
import { isReported, monitorExporter } from '../../../../src/pipeline/exporters/destination/monitored-exporter.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
beforeEach(() => {
  jest.useFakeTimers();
  clearDiagnostics(recorded);
});
afterEach(() => void jest.useRealTimers());

const SUCCESS: ExportResult = { code: ExportResultCode.SUCCESS };
const failure = (error?: Error): ExportResult => ({ code: ExportResultCode.FAILED, ...(error && { error }) });
const givenUp = failure(new Error('no more time'));

/** An exporter whose exports end when the test says so. */
class HeldExporter {
  readonly ends: ((result: ExportResult) => void)[] = [];
  readonly items: string[] = [];
  export(items: string, done: (result: ExportResult) => void): void {
    this.items.push(items);
    this.ends.push(done);
  }
}

function hold(): { exporter: HeldExporter; results: ExportResult[]; destinations: Destinations; of: Destination } {
  const destinations = new Destinations();
  const of = destinations.of('http://collector:4318');
  const exporter = monitorExporter(new HeldExporter(), of, 1_000);
  const results: ExportResult[] = [];
  exporter.export('items', (result) => results.push(result));
  return { exporter, results, destinations, of };
}

describe('monitorExporter', () => {
  test('returns the exporter itself, and passes its results on', () => {
    const { exporter, results } = hold();
    expect(exporter).toBeInstanceOf(HeldExporter);
    expect(exporter.items).toEqual(['items']);
    exporter.ends[0]?.(SUCCESS);
    expect(results).toEqual([SUCCESS]);
    expect(recorded.warnings).toEqual([]);
  });

  test('reports a failure, then the recovery', () => {
    const { exporter } = hold();
    const error = new Error('HTTP 500');
    exporter.ends[0]?.(failure(error));
    exporter.export('more', () => {});
    exporter.ends[1]?.(SUCCESS);
    expect(recorded.warnings).toEqual([
      expect.stringMatching(/^cannot deliver .*: HTTP 500\./),
      'telemetry reaches http://collector:4318 again',
    ]);
  });

  test('knows the errors that were reported', () => {
    const { exporter } = hold();
    const error = new Error('HTTP 500');
    exporter.ends[0]?.(failure(error));
    expect([error, new Error('HTTP 500'), undefined, null, 'HTTP 500', 7].map(isReported)).toEqual([
      true,
      ...Array(5).fill(false),
    ]);
  });

  test('reports a failure without an error', () => {
    const { exporter, results } = hold();
    exporter.ends[0]?.(failure());
    expect(results).toEqual([failure()]);
    expect(recorded.warnings).toHaveLength(1);
  });

  test('fails an export in progress once when all exports are aborted, without a report', () => {
    const { exporter, results, destinations } = hold();
    destinations.abortAll('no more time');
    expect(results).toEqual([givenUp]);
    expect(isReported(results[0]?.error)).toBe(true);
    exporter.ends[0]?.(failure(new Error('socket hang up')));
    exporter.ends[0]?.(SUCCESS);
    expect(results).toHaveLength(1);
    expect(recorded.warnings).toEqual(['no more time']);
  });

  test('fails an export without a result when its time is over', () => {
    const { exporter, results } = hold();
    jest.advanceTimersByTime(999);
    expect(results).toEqual([]);
    jest.advanceTimersByTime(1);
    exporter.ends[0]?.(SUCCESS);
    expect(results).toEqual([{ ...failure(new Error('no answer within 1000 ms')), isTransient: true }]);
    expect(recorded.warnings[0]).toMatch(/^cannot deliver .*: no answer within 1000 ms\./);
  });

  test('clears the timers of an export that ended', () => {
    const { exporter } = hold();
    exporter.ends[0]?.(SUCCESS);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('fails an export that comes after the end at once', () => {
    const { exporter, results, destinations } = hold();
    destinations.abortAll('no more time');
    exporter.export('late', (result) => results.push(result));
    expect(results).toEqual([givenUp, givenUp]);
    expect(exporter.items).toEqual(['items']);
  });

  test('ignores a second result of one export', () => {
    const { exporter, results } = hold();
    exporter.ends[0]?.(SUCCESS);
    exporter.ends[0]?.(SUCCESS);
    expect(results).toHaveLength(1);
  });

  test('removes the listeners of exports that ended', () => {
    const { exporter, of } = hold();
    const added = new Set<unknown>();
    const { addEventListener, removeEventListener } = AbortSignal.prototype;
    of.abortSignal.addEventListener = (...args: Parameters<AbortSignal['addEventListener']>) => {
      added.add(args[1]);
      addEventListener.apply(of.abortSignal, args);
    };
    of.abortSignal.removeEventListener = (...args: Parameters<AbortSignal['removeEventListener']>) => {
      added.delete(args[1]);
      removeEventListener.apply(of.abortSignal, args);
    };
    for (let index = 0; index < 20; index++) exporter.export('items', () => {});
    expect(added.size).toBe(20);
    for (const end of exporter.ends) end(SUCCESS);
    expect(added.size).toBe(0);
  });
});
