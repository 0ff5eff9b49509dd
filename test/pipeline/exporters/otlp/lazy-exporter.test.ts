import { describe, expect, jest, test } from '@jest/globals';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { type ExportResult, ExportResultCode, isTracingSuppressed } from '@opentelemetry/core';
import { Destinations } from '../../../../src/pipeline/exporters/destination/destination.ts';
import { monitorExporter } from '../../../../src/pipeline/exporters/destination/monitored-exporter.ts';
import { LazyExporter, type OtlpParts } from '../../../../src/pipeline/exporters/otlp/lazy-exporter.ts';

/** Parts that remember what was exported. */
function fakeParts() {
  const exported: string[] = [];
  const shutdown = jest.fn(async () => {});
  const parts: OtlpParts<string> = {
    exporter: {
      export: (items, done) => {
        exported.push(items);
        done({ code: ExportResultCode.SUCCESS });
      },
      forceFlush: async () => {},
      shutdown,
    },
    resender: { export: () => {} },
    toRequest: (items) => ({ body: Buffer.from(items) }) as never,
  };
  return { parts, exported, shutdown };
}

const exporting = (exporter: { export(items: string, done: (result: ExportResult) => void): void }, items: string) =>
  new Promise<ExportResult>((resolve) => exporter.export(items, resolve));

describe('LazyExporter', () => {
  test('is created by the first export, once', async () => {
    const { parts, exported, shutdown } = fakeParts();
    const make = jest.fn(() => parts);
    const exporter = new LazyExporter(make);
    await exporter.forceFlush();
    expect(make).not.toHaveBeenCalled();
    await exporting(exporter, 'a');
    await exporting(exporter, 'b');
    expect(exporter.toRequest('c').body.toString()).toBe('c');
    expect(exported).toEqual(['a', 'b']);
    expect(make).toHaveBeenCalledTimes(1);
    await exporter.shutdown();
    expect(shutdown).toHaveBeenCalledTimes(1);
  });

  test('creates nothing after a shutdown', async () => {
    const make = jest.fn(() => fakeParts().parts);
    const exporter = new LazyExporter(make);
    await exporter.shutdown();
    expect(await exporting(exporter, 'a')).toMatchObject({ code: ExportResultCode.FAILED });
    expect(make).not.toHaveBeenCalled();
  });

  test('fails an export when it cannot be created, and tries again with the next one', async () => {
    const { parts, exported } = fakeParts();
    const make = jest.fn(() => parts);
    make.mockImplementationOnce(() => {
      throw new Error('EMFILE');
    });
    const exporter = monitorExporter(new LazyExporter(make), new Destinations().of('http://localhost:1'), 1_000);
    const { code, error } = await exporting(exporter, 'a');
    expect(code).toBe(ExportResultCode.FAILED);
    expect(error?.message).toBe('OTLP exporter: expected to be loaded, got "EMFILE"; telemetry is lost');
    expect(await exporting(exporter, 'b')).toEqual({ code: ExportResultCode.SUCCESS });
    expect(exported).toEqual(['b']);
  });

  test('reads its files without tracing', () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager());
    let isSuppressed = false;
    const exporter = new LazyExporter(() => {
      isSuppressed = isTracingSuppressed(context.active());
      return fakeParts().parts;
    });
    exporter.prepare();
    context.disable();
    expect(isSuppressed).toBe(true);
  });
});
