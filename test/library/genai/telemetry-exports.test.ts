import { describe, expect, test } from '@jest/globals';
import {
  StreamMonitor,
  type Telemetry,
  toCsv,
  toDict,
  toJson,
  toJsonl,
  toLogFormat,
  toMetrics,
} from '../../../src/public/genai.ts';
import { feed, streamOf } from './stream-events.ts';

function recordOf(payload: Record<string, unknown> = {}, streamId = 's'): Telemetry {
  const monitor = new StreamMonitor({ metrics: { interTokenLatency: true } });
  const events = streamOf(
    streamId,
    [0, 'SESSION_START', { model: 'gpt-4o', sessionId: 'session', ...payload }],
    [100, 'TOKEN', { token: 'a' }],
    [150, 'TOKEN', { token: 'b' }],
    [160, 'RETRY_ATTEMPT', { attempt: 2, category: 'network', error: 'x' }],
    [170, 'ERROR', { error: 'still 503', category: 'provider', code: 503, stack: 'at x', ...payload }],
    [1_250, 'COMPLETE'],
  );
  return feed(monitor, events).getAllTelemetry()[0] as Telemetry;
}

const DICT = {
  stream_id: 's',
  session_id: 'session',
  model: 'gpt-4o',
  timing: {
    started_at: '2025-10-09T08:53:20Z',
    completed_at: '2025-10-09T08:53:21.250000Z',
    duration: 1.25,
    time_to_first_token: 0.1,
    inter_token_latencies: [0.05],
  },
  retries: {
    attempt: 2,
    max_attempts: 1,
    model_retries: 0,
    network_retries: 1,
    total_retries: 1,
    last_error: 'x',
    last_error_category: 'network',
  },
  guardrails: { rules_checked: 0, violations: [], passed: true },
  error: { occurred: true, message: 'still 503', category: 'provider', code: '503', stack: 'at x', recoverable: false },
  metrics: {
    token_count: 2,
    tokens_per_second: 1.6,
    time_to_first_token: 0.1,
    avg_inter_token_latency: 0.05,
    p50_inter_token_latency: 0.05,
    p90_inter_token_latency: null,
    p99_inter_token_latency: null,
  },
  metadata: {},
  content_length: 2,
  completed: true,
  aborted: false,
};

describe('telemetry exports', () => {
  test('toDict and toJson: the whole record under the keys of L0', () => {
    expect(toDict(recordOf())).toEqual(DICT);
    expect(toJson(recordOf())).toBe(JSON.stringify(DICT, null, 2));
    expect(toJson(recordOf(), { indent: null })).toBe(JSON.stringify(DICT));
    expect(toJson(recordOf(), { indent: 4 })).toBe(JSON.stringify(DICT, null, 4));
  });

  test('a dictionary is a copy, and plain whatever the application put into its metadata', () => {
    const record = recordOf();
    const cyclic: Record<string, unknown> = {
      when: new Date(0),
      big: 1n,
      none: undefined,
      call: () => 1,
      wrong: new Date(Number.NaN),
    };
    cyclic['self'] = cyclic;
    Object.defineProperty(cyclic, 'broken', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    record.metadata = { cyclic, error: new Error('why'), list: [Number.NaN, undefined, { a: 1 }] };
    const dict = toDict(record);
    (dict.timing['inter_token_latencies'] as number[]).push(1);
    expect(record.timing.interTokenLatencies).toEqual([0.05]);
    expect(JSON.parse(toJson(record)).metadata).toMatchObject({
      cyclic: { when: '1970-01-01T00:00:00.000Z', big: '1', wrong: null, broken: null, self: { big: '1' } },
      error: { name: 'Error', message: 'why' },
      list: [null, null, { a: 1 }],
    });
  });

  test('what multiplies by referring to itself stays small', () => {
    const record = recordOf();
    const many: unknown[] = [];
    for (let n = 0; n < 100; n++) many.push(many);
    record.metadata = { many };
    expect(toJson(record, { indent: null }).length).toBeLessThan(50_000);
  });

  test('toJsonl: a line each', () => {
    const lines = toJsonl([recordOf({ model: 'two\nlines' }), recordOf({}, 't')]).split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { ...DICT, model: 'two\nlines' },
      { ...DICT, stream_id: 't' },
    ]);
    expect(toJsonl([])).toBe('');
  });

  const HEADER =
    'stream_id,session_id,model,started_at,completed_at,duration,time_to_first_token,token_count,tokens_per_second,avg_inter_token_latency,model_retries,network_retries,total_retries,guardrail_violations,error_occurred,error_message,error_category,completed,aborted,content_length';
  const REST = '2025-10-09T08:53:20+00:00,2025-10-09T08:53:21.250000+00:00,1.25,0.1,2,1.6,0.05,0,1,1,0,true';

  test('toCsv: a header and a row each, quoted where RFC 4180 asks for it', () => {
    expect(toCsv([])).toBe('');
    expect(HEADER.split(',')).toHaveLength(20);
    const record = recordOf({ model: 'a "b", c', error: 'two\r\nlines' }, 'plain; text');
    const row = `plain; text,session,"a ""b"", c",${REST},"two\r\nlines",provider,true,false,2`;
    expect(toCsv([record, recordOf()])).toBe(
      `${HEADER}\r\n${row}\r\ns,session,gpt-4o,${REST},still 503,provider,true,false,2\r\n`,
    );
    expect(toCsv([feed(new StreamMonitor(), streamOf('e', [0, 'COMPLETE'])).getTelemetry() as Telemetry])).toBe(
      `${HEADER}\r\ne,,,,2025-10-09T08:53:20+00:00,,,0,,,0,0,0,0,false,,,true,false,0\r\n`,
    );
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '=A1,"B"'])(
    'toCsv guards against the formula %j if asked to',
    (text) => {
      const cell = (csv: string): string => csv.slice(csv.indexOf('\n') + 1).slice('s,session,'.length);
      const quoted = (raw: string): string => (/[",\r]/.test(raw) ? `"${raw.replaceAll('"', '""')}"` : raw);
      const record = recordOf({ model: text });
      expect(cell(toCsv([record])).startsWith(`${quoted(text)},2025`)).toBe(true);
      expect(cell(toCsv([record], { guardFormulas: true })).startsWith(`${quoted(`'${text}`)},2025`)).toBe(true);
      expect(toCsv([recordOf()], { guardFormulas: true })).toBe(toCsv([recordOf()]));
    },
  );

  test('toLogFormat: one line, values as they are but for line breaks and control characters', () => {
    expect(toLogFormat(recordOf())).toBe(
      'stream_id=s model=gpt-4o duration=1.250s ttft=0.100s tokens=2 tokens_per_sec=1.6 retries=1 error=still 503 completed=true',
    );
    const hostile = recordOf({ error: 'a\r\nstream_id=x \u001b[31m\u2028\u0085\t"b"' });
    expect(toLogFormat(hostile)).toContain(' error=a\\r\\nstream_id=x \\u001b[31m\\u2028\\u0085\t"b" completed=true');
    const bare = feed(new StreamMonitor(), streamOf('s', [0, 'ABORT_COMPLETED'])).getTelemetry() as Telemetry;
    expect(toLogFormat(bare)).toBe('stream_id=s tokens=0 completed=false aborted=true');
  });

  test('toMetrics: values, types and labels; what is not known is left out', () => {
    const labels = { stream_id: 's', model: 'gpt-4o', session_id: 'session', environment: 'production' };
    const counter = (value: number) => ({ value, type: 'counter', labels });
    const gauge = (value: number) => ({ value, type: 'gauge', labels });
    expect(toMetrics(recordOf(), { prefix: 'app', labels: { environment: 'production' } })).toEqual({
      app_tokens_total: counter(2),
      app_tokens_per_second: gauge(1.6),
      app_duration_seconds: gauge(1.25),
      app_ttft_seconds: gauge(0.1),
      app_inter_token_latency_seconds: gauge(0.05),
      app_retries_total: counter(1),
      app_model_retries_total: counter(0),
      app_network_retries_total: counter(1),
      app_guardrail_violations_total: counter(0),
      app_errors_total: { ...counter(1), labels: { ...labels, category: 'provider' } },
      app_completed_total: counter(1),
      app_aborted_total: counter(0),
    });
    const bare = feed(new StreamMonitor(), streamOf('s', [0, 'ABORT_COMPLETED'])).getTelemetry() as Telemetry;
    expect(Object.keys(toMetrics(bare))).toHaveLength(8);
    expect(toMetrics(bare)['l0_errors_total']).toEqual({ value: 0, type: 'counter', labels: { stream_id: 's' } });
  });

  test('a record that an application made itself may leave out what is null in ours', () => {
    const { timing, metrics, error, sessionId: _, ...record } = recordOf();
    const own = {
      ...record,
      timing: { startedAt: timing.startedAt, interTokenLatencies: [] },
      metrics: { tokenCount: metrics.tokenCount },
      error: { occurred: error.occurred },
    } as unknown as Telemetry;
    expect(toLogFormat(own)).toBe('stream_id=s model=gpt-4o tokens=2 retries=1 error=unknown completed=true');
    expect(Object.keys(toMetrics(own))).toHaveLength(8);
    expect(toMetrics(own)['l0_errors_total']?.labels).toEqual({ stream_id: 's', model: 'gpt-4o' });
    const row = 's,,gpt-4o,2025-10-09T08:53:20+00:00,,,,2,,,0,1,1,0,true,,,true,false,2';
    expect(toCsv([own])).toBe(`${HEADER}\r\n${row}\r\n`);
    expect(JSON.parse(toJson(own))).toMatchObject({ stream_id: 's', timing: { completed_at: null } });
  });
});
