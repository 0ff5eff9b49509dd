// What a node costs beyond itself, in turns with the same flow uninstrumented: PocketFlow, LangGraph and Flow, read back only and with otelier's
// SDK running (its destination refuses connections). Beside it what the same telemetry costs by hand, with the raw OpenTelemetry API: a span, a
// counter and a histogram around an empty node. CPU time of the process, garbage collection and export included: other work does not count.
// usage: node bench/flow/flow.ts [rounds]

import { Annotation, START, StateGraph } from '@langchain/langgraph';
import { metrics as otelMetrics, SpanStatusCode, trace } from '@opentelemetry/api';
import { Flow as PocketFlow, Node as PocketNode } from 'pocketflow';
import { Flow, instrumentFlow, Node } from '../../src/public/flow.ts';
import { Monitor, start } from '../../src/public/index.ts';

const NODES = 10;
const RUNS = 200;
const WARM_UP = 10;
const rounds = Number(process.argv[2] ?? 30);

class Step extends PocketNode {}
class Own extends Node {}

function pocketFlow(): { run(): Promise<unknown>; flow: object } {
  const nodes = Array.from({ length: NODES }, () => new Step());
  for (let i = 1; i < NODES; i++) nodes[i - 1]?.next(nodes[i] as Step);
  const flow = new PocketFlow(nodes[0] as Step);
  return { flow, run: () => flow.run({}) };
}

type NodeBody = (i: number) => Promise<{ n: number }>;
const plain: NodeBody = async (i) => ({ n: i });

function langGraph(node = plain): { run(): Promise<unknown>; flow: object } {
  const State = Annotation.Root({ n: Annotation<number>() });
  // biome-ignore lint/suspicious/noExplicitAny: its type grows with each node
  let graph: any = new StateGraph(State);
  for (let i = 0; i < NODES; i++) {
    graph = graph.addNode(`n${i}`, () => node(i));
    graph = graph.addEdge(i === 0 ? START : `n${i - 1}`, `n${i}`);
  }
  const flow = graph.compile();
  return { flow, run: () => flow.invoke({ n: 0 }) };
}

function sequential(): { run(): Promise<unknown>; flow: object } {
  const flow = new Flow({ nodes: Array.from({ length: NODES }, (_, i) => new Own(`n${i}`)) });
  return { flow, run: () => flow.execute() };
}

/** What an application would write itself around each node. */
function observedByHand(node: NodeBody): NodeBody {
  const [tracer, meter] = [trace.getTracer('by-hand'), otelMetrics.getMeter('by-hand')];
  const [counter, duration] = [meter.createCounter('hand.executions'), meter.createHistogram('hand.duration')];
  return (i) =>
    tracer.startActiveSpan('node', { attributes: { 'flow.node.name': `n${i}` } }, async (span) => {
      const started = performance.now();
      counter.add(1, { node: `n${i}` });
      try {
        return await node(i);
      } finally {
        duration.record((performance.now() - started) / 1_000, { node: `n${i}` });
        span.setStatus({ code: SpanStatusCode.OK });
        span.end();
      }
    });
}

const all = (node: NodeBody) => async (): Promise<void> => {
  for (let i = 0; i < NODES; i++) await node(i);
};

const SUBJECTS = { PocketFlow: pocketFlow, LangGraph: langGraph, Flow: sequential };

async function microsPerNode(run: () => Promise<unknown>, runs: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < runs; i++) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (runs * NODES);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

interface Pair {
  bare(): Promise<unknown>;
  observed(): Promise<unknown>;
}

function instrumented(make: () => { run(): Promise<unknown>; flow: object }): Pair {
  const [bare, observed] = [make(), make()];
  instrumentFlow(observed.flow, { monitor: new Monitor({ enableLogging: false }) });
  return { bare: bare.run, observed: observed.run };
}

/** The difference is taken within each round, and its median shown: a round has one weather. */
async function compare(name: string, { bare, observed }: Pair): Promise<void> {
  const runs = name === 'LangGraph' ? RUNS / 4 : RUNS;
  const rows: [number, number, number][] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const [plain, with_] = [await microsPerNode(bare, runs), await microsPerNode(observed, runs)];
    if (round >= 0) rows.push([plain, with_, with_ - plain]);
  }
  const figures = [0, 1, 2].map((column) => median(rows.map((row) => row[column] ?? Number.NaN)).toFixed(2));
  console.log(`${name.padEnd(16)}${figures.map((figure) => figure.padStart(10)).join('')}`);
}

async function measure(title: string): Promise<void> {
  console.log(`\n${title}: ${NODES} nodes, medians of ${rounds} rounds, us of CPU a node\n`);
  console.log(`${''.padEnd(16)}${['bare', 'observed', 'overhead'].map((text) => text.padStart(10)).join('')}`);
  for (const [name, make] of Object.entries(SUBJECTS))
    await compare(
      name,
      instrumented(() => make()),
    );
  console.log('by hand, with the raw OpenTelemetry API:');
  await compare('no flow', { bare: all(plain), observed: all(observedByHand(plain)) });
  await compare('LangGraph', { bare: langGraph().run, observed: langGraph(observedByHand(plain)).run });
}

await measure('Read back only');
process.env['OTEL_LOG_LEVEL'] ??= 'none';
start({ serviceName: 'bench' });
await measure("With otelier's SDK");
process.exit(0);
