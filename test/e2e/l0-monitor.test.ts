// The published L0 monitor and ours, side by side, over sequences made up anew. What it reads of its own runtime is not compared: it misreads that.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectEqualReports, reportOf, type StreamReport } from '../library/genai/published-report.ts';
import { type SequenceCase, sequenceCase } from '../library/genai/stream-sequences.ts';
import { requireServer } from './servers/server-process.ts';
import { programFile } from './shop.ts';

async function publishedReports(cases: readonly SequenceCase[]): Promise<readonly StreamReport[]> {
  const python = spawn(requireServer('l0'), ['-B', programFile('l0-monitor.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  python.stdin.end(cases.map((sequence) => `${JSON.stringify(sequence)}\n`).join(''));
  const [output] = await Promise.all([text(python.stdout), once(python, 'exit')]);
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe("StreamMonitor beside L0's monitor", () => {
  test('reports the same figures for 300 sequences', async () => {
    const cases = fc.sample(sequenceCase, { numRuns: 300, seed: 20261121 });
    const published = await publishedReports(cases);
    expect(published).toHaveLength(cases.length);
    expect(published.flatMap(({ all }) => all).length).toBeGreaterThan(300);
    for (const [index, { config, events, prefix, labels }] of cases.entries()) {
      const switches = config.metrics;
      const ours = reportOf(
        events,
        {
          bufferSize: config.buffer_size,
          metrics: {
            collectRetries: switches.collect_retries,
            collectGuardrails: switches.collect_guardrails,
            collectErrors: switches.collect_errors,
          },
        },
        { prefix, labels },
      );
      expectEqualReports(ours, published[index] as StreamReport);
    }
  });
});
