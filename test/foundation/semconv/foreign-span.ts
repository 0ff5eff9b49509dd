import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { MappingOptions } from '../../../src/foundation/semconv/dialects/span-mapper.ts';
import type { CaptureOptions } from '../../../src/foundation/semconv/operation/captured-content.ts';

interface CapturedSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTime: [number, number];
  readonly attributes: Attributes;
}

const file = path.resolve(import.meta.dirname, '../../fixtures/ai-spans/captured-spans.json');

/** The spans that real libraries made, in the order in which they ended: test/fixtures/ai-spans/capture.mjs. */
export const CAPTURED: Readonly<Record<string, readonly CapturedSpan[]>> = JSON.parse(readFileSync(file, 'utf8'));

/** As much of a span as the mapping looks at. */
export function spanOf(
  attributes: Attributes,
  rest: Partial<CapturedSpan> & { status?: { code: number }; events?: object[] } = {},
) {
  const {
    name = 'span',
    spanId = '1'.repeat(16),
    parentSpanId,
    startTime = [1, 0],
    status = { code: 0 },
    events = [],
  } = rest;
  return {
    name,
    attributes,
    startTime,
    status,
    events,
    spanContext: () => ({ traceId: '1'.repeat(32), spanId, traceFlags: 1 }),
    parentSpanContext: parentSpanId === undefined ? undefined : { spanId: parentSpanId },
  } as unknown as ReadableSpan;
}

export const NO_CAPTURE: CaptureOptions = { place: 'NO_CONTENT', maxLength: 32_768, redactor: undefined };
export const OPTIONS: MappingOptions = { generation: 'v1.41', originals: 'drop', capture: NO_CAPTURE };
