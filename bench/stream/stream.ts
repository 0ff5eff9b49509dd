// What watching a stream costs: each chunk, and the wait for the first one. The same stream of openai's SDK, its chunks parsed already, bare, watched by
// observeStream, by otelier's instrumentation of the SDK, and by OpenLLMetry's, by turns in one process. The last is installed outside of the repository:
//   mkdir -p ~/.cache/otelier-bench/openllmetry && cd ~/.cache/otelier-bench/openllmetry && npm i @traceloop/instrumentation-openai@0.27.0
// usage: node --expose-gc bench/stream/stream.ts [rounds]
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { Stream } from 'openai/streaming';
import { observeCall } from '../../src/library/genai/observe/called-model.ts';
import { currentTelemetry } from '../../src/library/genai/operation/operation-telemetry.ts';
import { readChatResult } from '../../src/library/genai/providers/openai-chat-chunks.ts';
import { readChatRequest } from '../../src/library/genai/providers/openai-requests.ts';
import { observeStream } from '../../src/public/genai.ts';

const scratch = path.join(homedir(), '.cache/otelier-bench/openllmetry/package.json');
if (!existsSync(scratch))
  throw new Error(`expected OpenLLMetry in ${path.dirname(scratch)}: the first lines of this file say how`);

const rounds = Number(process.argv[2] ?? 41);
const CHUNKS = 1_000;
const BODY = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Tell me a story.' }] };
const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini' };
const WORD = { ...head, choices: [{ index: 0, delta: { content: ' word' }, finish_reason: null }] };
const LAST = { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null };
const USAGE = {
  ...head,
  choices: [],
  usage: { prompt_tokens: 9, completion_tokens: CHUNKS, total_tokens: CHUNKS + 9 },
};

async function* chunks(count: number) {
  for (let chunk = 0; chunk < count; chunk++) yield WORD;
  yield LAST;
  yield USAGE;
}

/** What the SDK's `create` answers, without a request. */
class Completions {
  readonly _client = { baseURL: 'https://api.openai.com/v1' };

  async create(_body: object, count: number) {
    return new Stream(() => chunks(count), new AbortController());
  }
}

type Open = (count: number) => Promise<AsyncIterable<unknown>>;

function register(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  // One that exports nothing, of either.
  const drops = { onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} };
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [drops] }));
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}

function openLlmetry(): Open {
  const { OpenAIInstrumentation } = createRequire(scratch)('@traceloop/instrumentation-openai');
  const instrumentation = new OpenAIInstrumentation({ traceContent: false });
  class Watched extends Completions {
    override create(body: object, count: number) {
      return super.create(body, count);
    }
  }
  instrumentation.setTracerProvider(trace.getTracerProvider());
  instrumentation.manuallyInstrument({ Chat: { Completions: Watched }, Completions: class extends Completions {} });
  const completions = new Watched();
  return (count) => completions.create({ ...BODY }, count);
}

function subjects(): Readonly<Record<string, Open>> {
  const completions = new Completions();
  const bare: Open = (count) => completions.create(BODY, count);
  const options = { model: 'gpt-4o', provider: 'openai' };
  const telemetry = currentTelemetry();
  return {
    bare,
    observeStream: async (count) => observeStream(await bare(count), options),
    'observeStream, onEvent': async (count) => observeStream(await bare(count), { ...options, onEvent: () => {} }),
    'otelier, automatic': (count) => {
      const request = { provider: 'openai', ...readChatRequest(BODY) };
      return observeCall(telemetry, { request, readResult: readChatResult }, { call: () => bare(count) });
    },
    OpenLLMetry: openLlmetry(),
  };
}

async function readAll(open: Open, count: number): Promise<void> {
  for await (const _chunk of await open(count));
}

/** Of a stream, in us: until it is read to its end, elapsed and CPU; then CPU for what is recorded when the application has had its turn. */
async function timeOf(open: Open): Promise<{ elapsed: number; cpu: number; later: number }> {
  globalThis.gc?.();
  const [started, usage] = [performance.now(), process.cpuUsage()];
  for (let stream = 0; stream < 10; stream++) await readAll(open, CHUNKS);
  const elapsed = (performance.now() - started) * 100;
  const [{ user, system }, end] = [process.cpuUsage(usage), process.cpuUsage()];
  await new Promise(setImmediate);
  const after = process.cpuUsage(end);
  return { elapsed, cpu: (user + system) / 10, later: (after.user + after.system) / 10 };
}

/** From the call to the first chunk, in us. */
async function firstChunk(open: Open): Promise<number> {
  const started = performance.now();
  const iterator = (await open(1))[Symbol.asyncIterator]();
  await iterator.next();
  const waited = (performance.now() - started) * 1_000;
  while (!(await iterator.next()).done);
  return waited;
}

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

const empty = (): Record<'elapsed' | 'cpu' | 'later' | 'first', number[]> => ({
  elapsed: [],
  cpu: [],
  later: [],
  first: [],
});

async function main(): Promise<void> {
  register();
  const all = Object.entries(subjects()).map(([name, open]) => ({ name, open, ...empty() }));
  for (let round = -5; round < rounds; round++)
    for (const one of all) {
      const { elapsed, cpu, later } = await timeOf(one.open);
      if (round < 0) continue;
      one.elapsed.push(elapsed / CHUNKS);
      one.cpu.push(cpu / CHUNKS);
      one.later.push(later / CHUNKS);
    }
  for (let turn = -500; turn < 5_000; turn++)
    for (const one of all) {
      const waited = await firstChunk(one.open);
      if (turn >= 0) one.first.push(waited);
    }
  const [bare] = all;
  const row = (name: string, ...cells: string[]) =>
    console.log(name.padEnd(24), ...cells.map((cell) => cell.padStart(16)));
  console.log(`${rounds} rounds of 10 streams of ${CHUNKS} chunks, Node ${process.versions.node}; medians, us\n`);
  row('', 'a chunk', 'over bare', 'CPU, over bare', 'CPU, later', 'first chunk', 'over bare');
  for (const one of all) {
    const over = (key: keyof ReturnType<typeof empty>) => (at(one[key], 0.5) - at(bare?.[key] ?? [], 0.5)).toFixed(2);
    const cells = [at(one.elapsed, 0.5).toFixed(2), over('elapsed'), over('cpu'), over('later')];
    row(one.name, ...cells, at(one.first, 0.5).toFixed(1), over('first'));
  }
}

await main();
