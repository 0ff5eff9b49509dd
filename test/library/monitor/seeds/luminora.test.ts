// The examples of LuminoraCore's monitoring document, translated, in its order. `tags` are labels, `await` is not needed, seconds stay seconds.
import { expect, test } from '@jest/globals';
import { MetricsCollector, Tracer } from '../../../../src/public/index.ts';

const doSomething = (): Promise<void> => new Promise(setImmediate);

test('2. MetricsCollector', () => {
  const metrics = new MetricsCollector({ maxHistory: 1000 });
  metrics.counter('api_calls', 1, { provider: 'openai' });
  metrics.counter('errors', 1, { type: 'timeout' });
  metrics.gauge('active_sessions', 42);
  metrics.gauge('memory_usage_mb', 128.5);
  metrics.histogram('response_time', 1.23);
  metrics.histogram('tokens_per_request', 150);
  metrics.timing('api_request', 1.23);

  expect(metrics.getCounterValue('api_calls')).toBe(1);
  expect(metrics.getGaugeValue('active_sessions')).toBe(42);
  expect(metrics.getHistogramStats('response_time')).toMatchObject({
    ...{ count: 1, min: 1.23, max: 1.23, mean: 1.23, median: 1.23, p95: 1.23, p99: 1.23 },
  });
  expect(metrics.getHistogramStats('api_request')?.sum).toBe(1.23);
  expect(metrics.getHistory('api_calls')).toEqual([
    { value: 1, timestamp: expect.any(Date), labels: { provider: 'openai' } },
  ]);
  // `get_all_metrics` is `getSummary`: by kind and name.
  expect(metrics.getSummary().counters['api_calls']).toBe(1);
  const text = metrics.exportPrometheus();
  expect(text).toContain('# TYPE api_calls_total counter\napi_calls_total{provider="openai"} 1\n');
  expect(text).toContain('# TYPE active_sessions gauge\nactive_sessions 42\n');
  expect(text).toContain('# TYPE response_time histogram\n');
  expect(text).toContain('response_time_sum 1.23\nresponse_time_count 1\n');
});

test('3. DistributedTracer', () => {
  const tracer = new Tracer({ serviceName: 'luminoracore' });
  const traceId = tracer.startTrace('api_request');
  const span = tracer.startSpan('call_provider', {
    traceId,
    attributes: { provider: 'openai', model: 'gpt-3.5-turbo' },
  });
  tracer.addSpanTag(span.spanId, 'status', 'success');
  tracer.addSpanLog(span.spanId, 'Request sent', { message_count: 3 });
  tracer.finishSpan(span.spanId);
  tracer.finishTrace(traceId);

  const document = tracer.getTrace(traceId)?.toJSON();
  expect(document).toMatchObject({
    ...{ trace_id: traceId, service_name: 'luminoracore', span_count: 2, duration: expect.any(Number) },
    spans: [
      {
        ...{ trace_id: traceId, operation_name: 'api_request', duration: expect.any(Number), tags: {}, logs: [] },
        child_spans: [
          {
            operation_name: 'call_provider',
            tags: { provider: 'openai', model: 'gpt-3.5-turbo', status: 'success' },
            logs: [{ message: 'Request sent', fields: { message_count: 3 } }],
          },
        ],
      },
    ],
  });
  expect(tracer.exportTrace(traceId, 'jaeger')).toMatchObject({ data: [{ traceID: traceId }] });
});

test('trace_span: a span of the trace that is named, with tags, async', async () => {
  const tracer = new Tracer();
  const traceId = tracer.startTrace('create_session');
  await tracer.span('operation_name', { traceId, attributes: { key: 'value' } }, async () => {
    await doSomething();
  });
  tracer.finishTrace(traceId);
  const [, span] = tracer.getTraceSpans(traceId);
  expect(span).toMatchObject({ name: 'operation_name', status: 'OK', attributes: { key: 'value' } });
  expect(span?.durationMs).toBeGreaterThan(0);
});

test('the complete example', async () => {
  const metrics = new MetricsCollector();
  const tracer = new Tracer();
  const traceId = tracer.startTrace('main_operation');
  try {
    metrics.counter('client_initializations');
    await tracer.span('create_session', { traceId }, async () => {
      await doSomething();
      metrics.counter('sessions_created');
    });
    expect(metrics.getSummary().counters['sessions_created']).toBe(1);
    throw new TypeError('Operation failed');
  } catch (error) {
    metrics.counter('errors', 1, { type: (error as Error).constructor.name });
  } finally {
    tracer.finishTrace(traceId);
  }
  expect(metrics.getCounterValue('errors', { type: 'TypeError' })).toBe(1);
  expect(tracer.getTrace(traceId)?.toJSON().span_count).toBe(2);
});

test('use case 4: operations one after the other', async () => {
  const tracer = new Tracer();
  const traceId = tracer.startTrace('blend_personalities');
  await tracer.span('load_personalities', { traceId }, doSomething);
  await tracer.span('blend', { traceId }, doSomething);
  tracer.finishTrace(traceId);
  const [root] = tracer.getTrace(traceId)?.toJSON().spans ?? [];
  expect(root?.child_spans.map(({ operation_name }) => operation_name)).toEqual(['load_personalities', 'blend']);
});

test('troubleshooting: a trace that is not finished is exported as far as it is', () => {
  const tracer = new Tracer();
  const traceId = tracer.startTrace('t');
  expect(tracer.exportTrace(traceId)).toMatchObject({ end_time: null, duration: null, span_count: 1 });
  tracer.finishTrace(traceId);
  expect(tracer.exportTrace(traceId)).toMatchObject({ end_time: expect.any(String), duration: expect.any(Number) });
});
