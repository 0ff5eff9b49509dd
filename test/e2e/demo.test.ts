import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newSecret } from '../environment/redaction-cases.ts';
import { runProgram } from '../program/run-program.ts';
import {
  type PrintedLog,
  type PrintedMetric,
  type PrintedSpan,
  type PrintedTelemetry,
  printedTelemetry,
} from './printed-telemetry.ts';
import { type Collector, startCollector } from './servers/collector.ts';
import { poll } from './servers/polling.ts';

/** The 7th of ten questions fails at the inventory, the 9th at the language model. */
const QUESTIONS = 10;
const DEMO = fileURLToPath(new URL('../../examples/agent-service/demo.ts', import.meta.url));

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

describe('demo', () => {
  test('sends all its telemetry to the Collector of OTEL_EXPORTER_OTLP_ENDPOINT', async () => {
    const [token, password] = [newSecret(), newSecret()];
    const { exitCode, stdout, stderr } = await runProgram({
      file: DEMO,
      args: ['--requests', `${QUESTIONS}`],
      nodeOptions: [],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl, INVENTORY_TOKEN: token, INVENTORY_PASSWORD: password },
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^10 requests in .*: 8 × 200, 1 × 502, 1 × 503$/m);
    expect(stdout).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${collector.httpUrl}`);

    // The services sent their queued telemetry before the demo ended; the Collector prints it a moment later.
    const { spans, logs, metrics } = await poll(() => printedTelemetry(collector), {
      what: 'the telemetry of the demo',
      until: isComplete,
    });
    const traces = Map.groupBy(spans, ({ traceId }) => traceId);
    expect(traces.size).toBe(QUESTIONS);
    const answered = rootsOf(spans).filter(({ attributes }) => attributes['http.response.status_code'] === 'Int(200)');
    expect(answered).toHaveLength(8);
    for (const { traceId } of answered) expectAnswered(traces.get(traceId) ?? [], ofTrace(logs, traceId));
    expectTokens(metrics);
    for (const secret of [token, password]) expect(stdout + collector.output()).not.toContain(secret);
    for (const rule of ['token', 'password', 'api-key']) expect(collector.output()).toContain(`[REDACTED:${rule}]`);
  });

  /** Whether the last telemetry of both services has arrived in each signal. The Collector prints it in any order. */
  function isComplete({ spans, logs, metrics }: PrintedTelemetry): boolean {
    const requests = spans.filter(({ kind }) => kind === 'Server');
    const messages = logs.filter(({ body }) => /^Str\((question (not )?answered|item found|stock database)/.test(body));
    return requests.length === 2 * QUESTIONS && messages.length === 2 * QUESTIONS && lastCount(metrics) === QUESTIONS;
  }

  /** Server and client spans across both services, the model's span, and the log records of both, in one trace. */
  function expectAnswered(spans: readonly PrintedSpan[], logs: readonly PrintedLog[]): void {
    const [root] = rootsOf(spans);
    const ask = childOf(spans, root, 'GET');
    const items = childOf(spans, ask, 'GET');
    const chat = childOf(spans, root, 'chat gpt-4o-mini');
    const post = childOf(spans, chat, 'POST');
    expect([root, ask, items, chat, post].map((span) => `${serviceOf(span)} ${span?.kind}`)).toEqual([
      'agent-service Server',
      'agent-service Client',
      'inventory-service Server',
      'agent-service Client',
      'agent-service Client',
    ]);
    expect(root?.attributes).toMatchObject({ 'url.path': 'Str(/ask)', 'http.request.method': 'Str(GET)' });
    expect(items?.attributes).toMatchObject({ 'url.path': 'Str(/items)' });
    expect(chat?.attributes).toMatchObject({
      'gen_ai.operation.name': 'Str(chat)',
      'gen_ai.request.model': 'Str(gpt-4o-mini)',
      'gen_ai.usage.input_tokens': expect.stringMatching(/^Int\([1-9]\d*\)$/),
      'gen_ai.usage.output_tokens': expect.stringMatching(/^Int\([1-9]\d*\)$/),
      'app.tenant.id': expect.stringMatching(/^Str\((acme|globex|initech)\)$/),
    });
    expect(logs.map((log) => `${serviceOf(log)} ${log.severity} ${log.body}`)).toEqual(
      expect.arrayContaining([
        'agent-service Info(9) Str(question received)',
        'inventory-service Info(9) Str(item found)',
        'agent-service Info(9) Str(question answered)',
      ]),
    );
    const ids = new Set(spans.map(({ spanId }) => spanId));
    for (const { spanId } of logs) expect(ids).toContain(spanId);
  }

  function expectTokens(metrics: readonly PrintedMetric[]): void {
    const usage = metrics.findLast(({ name }) => name === 'gen_ai.client.token.usage');
    expect(usage).toMatchObject({ type: 'Histogram', unit: '{token}' });
    expect(usage?.resource['service.name']).toBe('Str(agent-service)');
    expect(usage?.points.map(({ attributes }) => attributes['gen_ai.token.type']).sort()).toEqual([
      'Str(input)',
      'Str(output)',
    ]);
    for (const { attributes, fields } of usage?.points ?? []) {
      expect(attributes).toMatchObject({ 'gen_ai.request.model': 'Str(gpt-4o-mini)' });
      expect(fields).toMatchObject({ Count: '8' });
    }
    expect(metrics.map(({ name }) => name)).toContain('gen_ai.client.operation.duration');
  }

  /** The number of requests that the agent had counted at the last received export. */
  function lastCount(metrics: readonly PrintedMetric[]): number {
    const isOfAgent = (metric: PrintedMetric): boolean => serviceOf(metric) === 'agent-service';
    const duration = metrics.findLast((metric) => metric.name === 'http.server.request.duration' && isOfAgent(metric));
    return (duration?.points ?? []).reduce((sum, { fields }) => sum + Number(fields['Count']), 0);
  }

  const rootsOf = (spans: readonly PrintedSpan[]): readonly PrintedSpan[] =>
    spans.filter(({ parentId }) => parentId === '');
  const childOf = (
    spans: readonly PrintedSpan[],
    parent: PrintedSpan | undefined,
    name: string,
  ): PrintedSpan | undefined => spans.find((span) => span.parentId === parent?.spanId && span.name === name);
  const ofTrace = (logs: readonly PrintedLog[], traceId: string): readonly PrintedLog[] =>
    logs.filter((log) => log.traceId === traceId);
  const serviceOf = (item: { readonly resource: PrintedSpan['resource'] } | undefined): string | undefined =>
    item?.resource['service.name']?.slice(4, -1);
});
