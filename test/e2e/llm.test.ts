// An agent with tools on two providers, through the real Collector: its tree of spans, its metrics, and no content of messages without the opt-in.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Provider, startProvider } from '../conformance/program-run.ts';
import { newSecret } from '../environment/redaction-cases.ts';
import { ROOT } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { type PrintedSpan, type PrintedTelemetry, waitForTelemetry } from './printed-telemetry.ts';
import { type Collector, startCollector } from './servers/collector.ts';

let collector: Collector;
let provider: Provider;
beforeAll(async () => {
  [collector, provider] = await Promise.all([startCollector(), startProvider()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([collector.stop(), provider[Symbol.asyncDispose]()]);
});

async function runAgent(service: string, secret: string, env: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, exitCode } = await runProgram({
    file: `${ROOT}/test/e2e/programs/agent.mjs`,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
      OTEL_SERVICE_NAME: service,
      PROVIDER_URL: provider.url,
      SECRET: secret,
      ...env,
    },
  });
  expect([exitCode, stderr, stdout]).toEqual([0, '', 'Once upon a time: Once upon a time\n']);
  return waitForTelemetry(collector, {
    service,
    what: 'the spans and the metrics of the agent',
    until: ({ spans, metrics }) =>
      spans.some(({ name }) => name === 'invoke_agent forecaster') &&
      metrics.some(({ name }) => name === 'gen_ai.client.token.usage'),
  });
}

/** Each span with those below it, a line each; the Collector has them by scope. */
function tree(spans: readonly PrintedSpan[], parentId = '', indent = ''): readonly string[] {
  const below = spans.filter((span) => span.parentId === parentId);
  return below.map(({ name, spanId }) => [`${indent}${name}`, ...tree(spans, spanId, `${indent}  `)].join('\n')).sort();
}

/** Counts and sums of a histogram's points, by the model and the value of an attribute; each SDK has its own scope. */
function points({ metrics }: PrintedTelemetry, name: string, attribute: string): Readonly<Record<string, string>> {
  const all = metrics.filter((metric) => metric.name === name).flatMap((metric) => metric.points);
  return Object.fromEntries(
    all.map(({ attributes, fields }) => [
      `${attributes['gen_ai.request.model']} ${attributes[attribute]}`,
      attribute === 'gen_ai.token.type'
        ? `${fields['Count']} calls, ${Number(fields['Sum'])}`
        : `${fields['Count']} calls`,
    ]),
  );
}

const CONTENT = ['Oslo', 'Once upon', 'polite', 'Call the tool'];

describe('agent', () => {
  test('traces models, tools and their requests as one tree and counts tokens and durations, without messages', async () => {
    const secret = newSecret();
    const telemetry = await runAgent('agent', secret);
    const { spans } = telemetry;
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(tree(spans)).toEqual([
      [
        'invoke_agent forecaster',
        '  chat claude-next',
        '    POST',
        '  chat gpt-4o-mini',
        '    POST',
        '  chat gpt-4o-mini',
        '    POST',
        '  execute_tool weather',
        '    GET',
        '      GET',
      ].join('\n'),
    ]);
    const [first, second, third] = spans.filter(({ name }) => name.startsWith('chat '));
    expect([first, second, third].map((span) => span?.attributes['gen_ai.response.finish_reasons'])).toEqual([
      'Slice(["tool_calls"])',
      'Slice(["stop"])',
      'Slice(["end_turn"])',
    ]);
    expect(third?.attributes).toMatchObject({
      'gen_ai.provider.name': 'Str(anthropic)',
      'gen_ai.usage.input_tokens': 'Int(9)',
      'gen_ai.usage.output_tokens': 'Int(4)',
      'l0.stream.status': 'Str(completed)',
    });
    expect(points(telemetry, 'gen_ai.client.token.usage', 'gen_ai.token.type')).toEqual({
      'Str(gpt-4o-mini) Str(input)': '2 calls, 18',
      'Str(gpt-4o-mini) Str(output)': '2 calls, 8',
      'Str(claude-next) Str(input)': '1 calls, 9',
      'Str(claude-next) Str(output)': '1 calls, 4',
    });
    expect(points(telemetry, 'gen_ai.client.operation.duration', 'gen_ai.operation.name')).toEqual({
      'Str(gpt-4o-mini) Str(chat)': '2 calls',
      'Str(claude-next) Str(chat)': '1 calls',
    });
    const all = JSON.stringify(telemetry.spans.map(({ name, attributes, events }) => [name, attributes, events]));
    expect(all).not.toContain(secret);
    // The city is in the URL of the tool's request, which is no content of a message.
    const ofModels = JSON.stringify(spans.filter(({ name }) => name.startsWith('chat ')));
    expect(CONTENT.filter((text) => ofModels.includes(text))).toEqual([]);
    expect(telemetry.logs).toEqual([]);
  });

  test('sends opted-in content without secrets', async () => {
    const secret = newSecret();
    const { spans, logs } = await runAgent('telling-agent', secret, {
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
    });
    expect(JSON.stringify([spans, logs])).not.toContain(secret);
    const [first, second, third] = spans.filter(({ name }) => name.startsWith('chat '));
    expect(first?.attributes['gen_ai.input.messages']).toMatch(/Call the tool for Oslo\. My password=\[REDACTED:/);
    expect(first?.attributes['gen_ai.output.messages']).toContain('tool_call');
    expect(second?.attributes['gen_ai.input.messages']).toContain('Rain in Oslo');
    expect(third?.attributes['gen_ai.input.messages']).toContain('Is this polite? Once upon a time');
    expect(third?.attributes['gen_ai.output.messages']).toContain('Once upon a time');
  });
});
