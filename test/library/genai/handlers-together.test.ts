// Monitor, OpenTelemetry and Sentry fed at once by interleaved streams.
import { describe, expect, test } from '@jest/globals';
import * as SentrySdk from '@sentry/node';
import { combine, createOpenTelemetryHandler, createSentryHandler, StreamMonitor } from '../../../src/public/genai.ts';
import { recordTelemetry } from './recorded-telemetry.ts';
import { EVENTFUL, eventsOf, type Step } from './sample-streams.ts';
import { startSentry } from './sentry-ingest.ts';

describe('event handlers together', () => {
  test('report the same of each stream, whatever the shape of its events', async () => {
    await using telemetry = recordTelemetry();
    await using ingest = await startSentry();
    const monitor = new StreamMonitor();
    const onEvent = combine(
      monitor.handleEvent,
      createOpenTelemetryHandler(telemetry.options),
      createSentryHandler(SentrySdk),
    );
    const failing: Step[] = [
      ...EVENTFUL.slice(0, -1),
      ['ERROR', 600, { error: 'bad output', category: 'model' }],
      ['ABORT_COMPLETED', 601],
    ];
    const streams = [eventsOf('whole', EVENTFUL), eventsOf('broken', failing, 'flat')];
    for (const step of failing.keys()) for (const stream of streams) if (stream[step]) onEvent(stream[step]);
    await SentrySdk.flush(5_000);

    expect(telemetry.spans()).toHaveLength(2);
    for (const span of telemetry.spans()) {
      const record = monitor.getTelemetry(String(span.attributes['l0.stream_id']));
      expect(span.attributes).toMatchObject({
        'l0.retry.count': record?.retries.totalRetries,
        'l0.guardrail.violation_count': record?.guardrails.violations.length,
        'l0.time_to_first_token_ms': (record?.metrics.timeToFirstToken ?? Number.NaN) * 1_000,
        'gen_ai.usage.output_tokens': record?.metrics.tokenCount,
      });
    }
    const said = ingest.events().map(({ message, exception }) => message ?? exception?.values[0]?.value);
    expect(said).toEqual(['Guardrail violation: not JSON', 'Guardrail violation: not JSON', 'bad output']);
    expect(monitor.getTelemetry('broken')).toMatchObject({
      error: { occurred: true, message: 'bad output' },
      aborted: true,
    });
    expect(ingest.events()[2]?.contexts?.['l0_telemetry']).toMatchObject({
      stream_id: 'broken',
      retries: 1,
      tokens: 1,
    });
  });
});
