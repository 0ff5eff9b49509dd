// What an event costs the stream it comes from, and what a monitor holds after 100,000 streams; beside it, in the same run, the published L0 monitor
// in Python (`npm run servers -- l0`) over the same events, without its tokens, which it does not read.
// usage: node --expose-gc bench/stream-monitor/stream-monitor.ts [rounds]
import { spawnSync } from 'node:child_process';
import { isServerInstalled, serverFile } from '../../scripts/servers/server-cache.ts';
import {
  type DeepPartial,
  type MonitoringConfig,
  monitoringConfig,
  type StreamEvent,
  StreamMonitor,
} from '../../src/public/genai.ts';

const STREAMS = 100_000;
const rounds = Number(process.argv[2] ?? 9);

function* streamEvents(streamId: string, tokens: number, ts: number): Generator<StreamEvent> {
  yield { type: 'SESSION_START', ts, streamId, model: 'gpt-4o' };
  yield { type: 'STREAM_INIT', ts: ts + 5, streamId };
  yield { type: 'STREAM_READY', ts: ts + 300, streamId };
  for (let n = 0; n < tokens; n++) yield { type: 'TOKEN', ts: ts + 300 + 20 * n, streamId, token: 'word ' };
  yield {
    type: 'COMPLETE',
    ts: ts + 300 + 20 * tokens,
    streamId,
    meta: { state: { token_count: tokens, content: 'word' } },
  };
}

/** So many streams whose events come by turns, as they do in a server. */
function interleaved(streams: number, tokens: number): StreamEvent[] {
  const all = Array.from({ length: streams }, (_, index) => [
    ...streamEvents(`stream ${index}`, tokens, 1_760_000_000_000),
  ]);
  return Array.from({ length: tokens + 4 }, (_, turn) => all.flatMap((events) => events[turn] ?? [])).flat();
}

function nanosPerEvent(take: (event: StreamEvent) => void, events: readonly StreamEvent[]): number {
  const started = process.hrtime.bigint();
  for (const event of events) take(event);
  return Number(process.hrtime.bigint() - started) / events.length;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const monitored = (config?: DeepPartial<MonitoringConfig>) => () => new StreamMonitor(config).handleEvent;
const SUBJECTS: Readonly<Record<string, () => (event: StreamEvent) => void>> = {
  'StreamMonitor, default': monitored(),
  'StreamMonitor, production': monitored({ ...monitoringConfig.production(), flushInterval: 0 }),
  'StreamMonitor, development': monitored(monitoringConfig.development()),
  'StreamMonitor, disabled': monitored({ enabled: false }),
  'JSON.stringify of the event': () => (event) => void JSON.stringify(event),
};

function printTimes(): void {
  for (const [name, events] of [
    ['200 streams of 100 tokens, by turns', interleaved(200, 100)],
    ['2000 streams without tokens', interleaved(2_000, 0)],
  ] as const) {
    console.log(`\n${name}: ns per event, median of ${rounds} rounds, Node ${process.versions.node}`);
    const times = new Map(Object.keys(SUBJECTS).map((subject) => [subject, [] as number[]]));
    for (let round = -2; round < rounds; round++)
      for (const [subject, make] of Object.entries(SUBJECTS)) {
        const nanos = nanosPerEvent(make(), events);
        if (round >= 0) times.get(subject)?.push(nanos);
      }
    const own = median(times.get('StreamMonitor, default') ?? []);
    for (const [subject, nanos] of times) printTime(subject, median(nanos), own);
    if (name.includes('without')) printTime('L0 monitor 0.21.1 (Python)', pythonNanos(events), own);
  }
}

function printTime(subject: string, nanos: number, own: number): void {
  console.log(`${subject.padEnd(30)}${nanos.toFixed(0).padStart(7)} ns ${(nanos / own).toFixed(2).padStart(6)} x`);
}

const PYTHON = `
import json, sys, time
from types import SimpleNamespace
from l0.events import ObservabilityEvent, ObservabilityEventType
from l0.monitoring import Monitor
def event_of(given):
    meta = given.get("meta", {})
    if "state" in meta: meta["state"] = SimpleNamespace(**meta["state"])
    return ObservabilityEvent(ObservabilityEventType(given["type"]), given["ts"], given["streamId"], {}, meta)
events = [event_of(given) for given in json.load(sys.stdin)]
times = []
for _ in range(int(sys.argv[1])):
    take = Monitor().handle_event
    started = time.perf_counter_ns()
    for event in events: take(event)
    times.append((time.perf_counter_ns() - started) / len(events))
print(sorted(times)[len(times) // 2])
`;

function pythonNanos(events: readonly StreamEvent[]): number {
  if (!isServerInstalled('l0')) return Number.NaN;
  const { stdout } = spawnSync(serverFile('l0'), ['-c', PYTHON, String(rounds)], { input: JSON.stringify(events) });
  return Number(stdout);
}

function heapMegabytes(): number {
  if (globalThis.gc === undefined) throw new Error('expected node --expose-gc, got none: memory cannot be measured');
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1e6;
}

function printMemory(name: string, lastEvents: number): void {
  const empty = heapMegabytes();
  const monitor = new StreamMonitor();
  const marks: string[] = [];
  for (let n = 1; n <= STREAMS; n++) {
    const events = [...streamEvents(`stream ${n}`, 5, n)];
    for (const event of events.slice(0, lastEvents)) monitor.handleEvent(event);
    if (n % 20_000 === 0) marks.push((heapMegabytes() - empty).toFixed(2).padStart(6));
  }
  const { activeStreams } = monitor.getStatistics();
  console.log(
    `${name.padEnd(30)}${marks.join(' ')}  (${activeStreams} watched, ${monitor.getAllTelemetry().length} records)`,
  );
}

printTimes();
console.log('\nMB of heap after 20,000, 40,000, 60,000, 80,000, 100,000 streams');
printMemory('streams that end', Number.POSITIVE_INFINITY);
printMemory('streams that never end', -1);
