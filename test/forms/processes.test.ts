// Applications of several threads or processes. Each process has one SDK, which its line at the start shows.
import { describe, expect, test } from '@jest/globals';
import { outline } from '../distribution/instrumentation/outline.ts';
import { WEB_PROGRAMS } from '../distribution/instrumentation/web-programs.ts';
import { type Delivery, type DeliveryOptions, deliver } from '../environment/delivery.ts';
import { expectOutcome } from '../program/outcome.ts';
import { REGISTER } from '../program/program.ts';
import { startedServices } from './started-services.ts';

const BY_NODE_OPTIONS = { nodeOptions: [], env: { NODE_OPTIONS: `--import ${REGISTER}` } };
const BY_FLAG = { nodeOptions: ['--import', REGISTER], env: {} };

async function runServices({ env, ...options }: DeliveryOptions): Promise<Delivery> {
  const delivery = await deliver({
    ...options,
    env: { OTEL_LOG_LEVEL: 'info', OTEL_SERVICE_NAME: 'parent', ...(env as object) },
  });
  expectOutcome(delivery.result);
  return delivery;
}

/** Each span with the service that it is of. */
const outlineServices = ({ spans }: Delivery): readonly string[] =>
  outline(
    spans.map((span) => ({ ...span, attributes: { of: span.resource.attributes['service.name'] ?? '' } })),
    ['of'],
  );

const instancesOf = ({ spans }: Delivery): number =>
  new Set(spans.map(({ resource }) => resource.attributes['service.instance.id'])).size;

describe('threads and processes', () => {
  test('a worker thread is not traced, and the main thread goes on', async () => {
    const delivery = await runServices({ file: 'forms/with-thread.mjs', ...BY_FLAG });
    expect(delivery.result.stdout).toMatch(/200 user 7.*thread: done.*200 user 7.*main: done/s);
    expect(startedServices(delivery)).toEqual(['parent']);
    const express = WEB_PROGRAMS.find(({ program, version }) => program === 'express' && version === undefined);
    expect(outline(delivery.spans, ['program', ...(express?.attributes ?? [])])).toEqual([
      'work (internal) program=main',
      ...(express?.tree.slice(1) ?? []),
    ]);
  });

  test.each([
    ['fork', 'the flag', BY_FLAG],
    ['fork', 'NODE_OPTIONS', BY_NODE_OPTIONS],
    ['spawn', 'NODE_OPTIONS', BY_NODE_OPTIONS],
  ])('a child process by %s inherits %s: an SDK of its own, in the same trace', async (how, _, started) => {
    const delivery = await runServices({ file: 'forms/with-child.mjs', args: [how], ...started });
    expect(delivery.result.stdout).toBe('200 from the child\n');
    expect(startedServices(delivery)).toEqual(['child', 'parent']);
    expect(outlineServices(delivery)).toEqual([
      'work (internal) of=parent',
      '  GET (client) of=parent',
      '    GET (server) of=child',
    ]);
    expect(instancesOf(delivery)).toBe(2);
  });

  test('a child process by spawn does not inherit the flag, and is not traced', async () => {
    const delivery = await runServices({ file: 'forms/with-child.mjs', args: ['spawn'], ...BY_FLAG });
    expect(delivery.result.stdout).toBe('200 from the child\n');
    expect(startedServices(delivery)).toEqual(['parent']);
    expect(outlineServices(delivery)).toEqual(['work (internal) of=parent', '  GET (client) of=parent']);
  });

  test.each([
    ['the flag', BY_FLAG],
    ['NODE_OPTIONS', BY_NODE_OPTIONS],
  ])('cluster: the primary and both workers inherit %s, each request is one trace', async (_, started) => {
    const delivery = await runServices({ file: 'forms/with-cluster.mjs', ...started });
    expect(delivery.result.stdout).toBe('worker-1,worker-2\n');
    expect(startedServices(delivery)).toEqual(['parent', 'worker-1', 'worker-2']);
    expect(instancesOf(delivery)).toBe(3);
    const traces = Map.groupBy(delivery.spans, ({ traceId }) => traceId);
    const trees = [...traces.values()].map((spans) => outlineServices({ ...delivery, spans }).join('\n'));
    const treeOf = (worker: string): string =>
      `work (internal) of=parent\n  GET (client) of=parent\n    GET (server) of=${worker}`;
    // Which worker gets a connection is up to the system: one of them may have answered more than once.
    expect([...new Set(trees)].sort()).toEqual([treeOf('worker-1'), treeOf('worker-2')]);
  });
});
