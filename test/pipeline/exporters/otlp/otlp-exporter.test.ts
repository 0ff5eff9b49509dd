import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ExportResponse } from '@opentelemetry/otlp-exporter-base';
import type { DeliveryResult } from '../../../../src/foundation/diagnostics/delivery-result.ts';
import { OtlpExporter } from '../../../../src/pipeline/exporters/otlp/otlp-exporter.ts';
import type { BatchSplitter } from '../../../../src/pipeline/exporters/otlp/serialization.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

const WORDS: BatchSplitter<string[]> = {
  countOf: (words) => words.length,
  unitsOf: (words) => words.map((word) => [word]),
  join: (units) => units.flat(),
  isSerializable: () => true,
};

/** An exporter of words, which cannot serialize those that begin with "bad", to a server that sends this partial success. */
function exporterOf(partialSuccess: object = {}) {
  const success: ExportResponse = { status: 'success', data: Buffer.from('response') };
  return new OtlpExporter<string[], object>({
    transport: { send: async () => success, shutdown: () => {} },
    serializer: {
      serializeRequest: (words) => {
        const bad = words.find((word) => word.startsWith('bad'));
        if (bad !== undefined) throw new Error(`cannot read ${bad}`);
        return Buffer.from(words.join());
      },
      deserializeResponse: () => ({ partialSuccess }),
    },
    splitter: WORDS,
    timeoutMillis: 1_000,
    place: 'http://collector',
  });
}

const send = (exporter: ReturnType<typeof exporterOf>, words: string[]): Promise<DeliveryResult> =>
  new Promise((resolve) => exporter.export(words, resolve));

describe('OtlpExporter', () => {
  test('warns once about items that cannot be serialized, however many reasons there are', async () => {
    const exporter = exporterOf();
    for (let number = 0; number < 20; number++)
      expect(await send(exporter, ['good', `bad ${number}`])).toMatchObject({ code: 0, unserialisable: 1 });
    expect(recorded.warnings).toEqual([
      expect.stringMatching(/^some telemetry cannot be serialised: cannot read bad 0;/),
    ]);
    expect(recorded.debug).toHaveLength(19);
  });

  test('warns once about rejected items, and counts all of them', async () => {
    let rejected = 0;
    const response = {
      get errorMessage() {
        return `reason ${rejected}`;
      },
      get rejectedSpans() {
        return ++rejected;
      },
    };
    const exporter = exporterOf(response);
    const results = [await send(exporter, ['a']), await send(exporter, ['a'])];
    expect(results.map((result) => (result.rejected ?? 0) > 0)).toEqual([true, true]);
    expect(recorded.warnings).toEqual([
      expect.stringMatching(/has rejected \d+ items .*This warning is not repeated\.$/),
    ]);
  });

  test('warns once about warnings of a server, whatever their texts', async () => {
    let calls = 0;
    const exporter = exporterOf({
      get errorMessage() {
        return `warning ${calls++}`;
      },
    });
    for (let number = 0; number < 20; number++) await send(exporter, ['a']);
    expect(recorded.warnings).toEqual([
      expect.stringMatching(/^http:\/\/collector accepted all telemetry with a warning/),
    ]);
  });
});
