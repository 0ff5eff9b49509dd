// A supervisor graph with tools: its spans in the real Collector are the tree of what it did.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { printedTelemetry } from './printed-telemetry.ts';
import { type Collector, startCollector } from './servers/collector.ts';
import { poll } from './servers/polling.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
}, 120_000);
afterAll(() => collector.stop());

describe('examples/flow', () => {
  test('traces the supervisor, its workers and their tools as one tree', async () => {
    const { stdout, stderr, exitCode } = await runProgram({
      file: `${ROOT}/examples/flow/supervisor.ts`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl, OTEL_LOG_LEVEL: 'warn' },
    });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('42; 3 pages about');
    const { spans } = await poll(() => printedTelemetry(collector), {
      what: 'the spans of the graph',
      until: (telemetry) => telemetry.spans.some(({ name }) => name === 'invoke_workflow support'),
    });
    const root = spans.find(({ name }) => name === 'invoke_workflow support');
    const below = (id: string | undefined): string[] =>
      spans.filter(({ parentId }) => parentId === id).map(({ name }) => name);
    expect(below(root?.spanId).toSorted()).toEqual([
      'execute_node MonitoringNode_step',
      'execute_node calculator',
      'execute_node librarian',
      'execute_node supervisor',
      'execute_node supervisor',
      'execute_node supervisor',
    ]);
    const calculator = spans.find(({ name }) => name === 'execute_node calculator');
    expect(below(calculator?.spanId)).toEqual(['execute_tool multiply']);
    expect(calculator?.traceId).toBe(root?.traceId);
  });
});
