// What a node costs beyond itself, in turns with the same flow uninstrumented: PocketFlow, LangGraph and Flow, read back only and with otelier's
// SDK running (its exporter refuses connections).
// usage: node bench/flow/flow.ts [rounds]
import { Annotation, START, StateGraph } from '@langchain/langgraph';
import { Flow as PocketFlow, Node as PocketNode } from 'pocketflow';
import { Flow, instrumentFlow, Node } from '../../src/flow.ts';
import { Monitor, start } from '../../src/index.ts';

const NODES = 10;
const RUNS = 100;
const rounds = Number(process.argv[2] ?? 30);

class Step extends PocketNode {}
class Own extends Node {}

function pocketFlow(): { run(): Promise<unknown>; flow: object } {
  const nodes = Array.from({ length: NODES }, () => new Step());
  for (let i = 1; i < NODES; i++) nodes[i - 1]?.next(nodes[i] as Step);
  const flow = new PocketFlow(nodes[0] as Step);
  return { flow, run: () => flow.run({}) };
}

function langGraph(): { run(): Promise<unknown>; flow: object } {
  const State = Annotation.Root({ n: Annotation<number>() });
  // biome-ignore lint/suspicious/noExplicitAny: its type grows with each node
  let graph: any = new StateGraph(State);
  for (let i = 0; i < NODES; i++) {
    graph = graph.addNode(`n${i}`, async () => ({ n: i }));
    graph = graph.addEdge(i === 0 ? START : `n${i - 1}`, `n${i}`);
  }
  const flow = graph.compile();
  return { flow, run: () => flow.invoke({ n: 0 }) };
}

function sequential(): { run(): Promise<unknown>; flow: object } {
  const flow = new Flow({ nodes: Array.from({ length: NODES }, (_, i) => new Own(`n${i}`)) });
  return { flow, run: () => flow.execute() };
}

const SUBJECTS = { PocketFlow: pocketFlow, LangGraph: langGraph, Flow: sequential };

async function microsPerNode(run: () => Promise<unknown>, runs: number): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < runs; i++) await run();
  return ((performance.now() - started) * 1_000) / (runs * NODES);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function measure(title: string): Promise<void> {
  console.log(`\n${title}: ${NODES} nodes, medians of ${rounds} rounds, us a node\n`);
  console.log(`${''.padEnd(12)}${'bare'.padStart(9)}${'observed'.padStart(10)}${'overhead'.padStart(10)}`);
  for (const [name, make] of Object.entries(SUBJECTS)) {
    const [bare, observed] = [make(), make()];
    instrumentFlow(observed.flow, { monitor: new Monitor({ enableLogging: false }) });
    const runs = name === 'LangGraph' ? RUNS / 10 : RUNS;
    const times: [number[], number[]] = [[], []];
    for (let round = -5; round < rounds; round++) {
      const pair = [await microsPerNode(bare.run, runs), await microsPerNode(observed.run, runs)] as const;
      if (round < 0) continue;
      times[0].push(pair[0]);
      times[1].push(pair[1]);
    }
    const [plain, with_] = [median(times[0]), median(times[1])];
    console.log(
      `${name.padEnd(12)}${plain.toFixed(2).padStart(9)}${with_.toFixed(2).padStart(10)}${(with_ - plain).toFixed(2).padStart(10)}`,
    );
  }
}

await measure('Read back only');
process.env['OTEL_LOG_LEVEL'] ??= 'none';
start({ serviceName: 'bench' });
await measure("With otelier's SDK");
process.exit(0);
