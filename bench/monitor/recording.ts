// What a recording costs, in ns of CPU, garbage collection included: otelier's Monitor (which records at OpenTelemetry and keeps what can be read back), the raw OpenTelemetry API with
// the same SDK, and prom-client, in turns in one process. prom-client is installed outside of the repository:
//   mkdir -p ~/.cache/otelier-bench/monitor && cd ~/.cache/otelier-bench/monitor && npm i prom-client@15.1.3
// usage: node bench/monitor/recording.ts [rounds]
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { context, metrics as otelMetrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { MetricsCollector } from '../../src/library/monitor/metrics-collector.ts';
import { Tracer } from '../../src/library/monitor/tracing/tracer.ts';

const scratch = path.join(homedir(), '.cache/otelier-bench/monitor/package.json');
if (!existsSync(scratch))
  throw new Error(`expected prom-client in ${path.dirname(scratch)}: the first lines of this file say how`);

interface PromMetric {
  inc(labels: object, value?: number): void;
  set(labels: object, value: number): void;
  observe(labels: object, value: number): void;
  startTimer(labels: object): () => void;
}
type PromClass = new (options: object) => PromMetric;
const prom = createRequire(scratch)('prom-client') as { Counter: PromClass; Gauge: PromClass; Histogram: PromClass };

type Subject = (i: number) => void;
type Kind = 'counter' | 'gauge' | 'histogram' | 'timer' | 'span';

/** A new object each time, as applications write it. */
const labelsOf = (i: number): { method: string; status: string } => ({
  method: i & 1 ? 'GET' : 'POST',
  status: i & 2 ? '200' : '404',
});
const recordedValue = (i: number): number => (i % 1000) + 0.5;

function ours(metrics: MetricsCollector, tracer: Tracer): Record<Kind, Subject> {
  return {
    counter: (i) => metrics.counter('b.counter', 1, labelsOf(i)),
    gauge: (i) => metrics.gauge('b.gauge', recordedValue(i), labelsOf(i)),
    histogram: (i) => metrics.histogram('b.histogram', recordedValue(i), labelsOf(i)),
    timer: (i) => void metrics.timer('b.timer', labelsOf(i)).stop(),
    span: (i) => tracer.span('b.span', (span) => void span.setAttribute('i', i)),
  };
}

function raw(): Record<Kind, Subject> {
  const meter = otelMetrics.getMeter('raw');
  const tracer = trace.getTracer('raw');
  const [counter, gauge] = [meter.createCounter('r.counter'), meter.createGauge('r.gauge')];
  const [histogram, timer] = [meter.createHistogram('r.histogram'), meter.createHistogram('r.timer')];
  return {
    counter: (i) => counter.add(1, labelsOf(i)),
    gauge: (i) => gauge.record(recordedValue(i), labelsOf(i)),
    histogram: (i) => histogram.record(recordedValue(i), labelsOf(i)),
    timer: (i) => {
      const started = performance.now();
      timer.record((performance.now() - started) / 1_000, labelsOf(i));
    },
    span: (i) =>
      tracer.startActiveSpan('r.span', (span) => {
        span.setAttribute('i', i);
        span.end();
      }),
  };
}

function promClient(): Record<Exclude<Kind, 'span'>, Subject> {
  const make = (made: PromClass, name: string): PromMetric =>
    new made({ name, help: name, labelNames: ['method', 'status'] });
  const [counter, gauge] = [make(prom.Counter, 'p_counter'), make(prom.Gauge, 'p_gauge')];
  const [histogram, timer] = [make(prom.Histogram, 'p_histogram'), make(prom.Histogram, 'p_timer')];
  return {
    counter: (i) => counter.inc(labelsOf(i)),
    gauge: (i) => gauge.set(labelsOf(i), recordedValue(i)),
    histogram: (i) => histogram.observe(labelsOf(i), recordedValue(i)),
    timer: (i) => timer.startTimer(labelsOf(i))(),
  };
}

const rounds = Number(process.argv[2] ?? 15);
const LOOPS: Record<Kind, number> = {
  counter: 200_000,
  gauge: 200_000,
  histogram: 200_000,
  timer: 100_000,
  span: 30_000,
};
const times = new Map<string, number[]>();

function measure(name: string, kind: Kind, subject: Subject | undefined): void {
  if (subject === undefined) return;
  const loops = LOOPS[kind];
  const before = process.cpuUsage();
  for (let i = 0; i < loops; i++) subject(i);
  const { user, system } = process.cpuUsage(before);
  const nanos = ((user + system) / loops) * 1_000;
  const key = `${kind} ${name}`;
  times.set(key, [...(times.get(key) ?? []), nanos]);
}

type Subjects = Readonly<Record<string, Partial<Record<Kind, Subject>>>>;

/** In turns; the first two rounds warm up. */
function run(subjects: Subjects): void {
  for (let round = -2; round < rounds; round++)
    for (const kind of Object.keys(LOOPS) as Kind[])
      for (const [name, subject] of Object.entries(subjects)) measure(name, kind, subject[kind]);
}

// These know no SDK: they are measured before one is registered.
run({ 'otelier, no SDK': ours(new MetricsCollector(), new Tracer()), 'prom-client': promClient() });

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
otelMetrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
const nothing = { onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} };
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [nothing] }));
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
run({ otelier: ours(new MetricsCollector(), new Tracer()), 'raw OpenTelemetry': raw() });
await reader.shutdown();

/** Without the rounds that warm up. */
const median = (key: string): number | undefined => {
  const values = (times.get(key) ?? []).slice(2).toSorted((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
};
console.log(`ns of CPU for each recording, two labels; medians of ${rounds} rounds, Node ${process.versions.node}\n`);
const names = ['raw OpenTelemetry', 'otelier', 'prom-client', 'otelier, no SDK'];
console.log(
  ['', ...names, 'otelier / raw', 'otelier / prom', 'no SDK / prom'].map((text) => text.padStart(20)).join(''),
);
for (const kind of Object.keys(LOOPS) as Kind[]) {
  const [rawNanos, own, promNanos, ownAlone] = names.map((name) => median(`${kind} ${name}`));
  const ratio = (a?: number, b?: number): string => (a === undefined || b === undefined ? '-' : (a / b).toFixed(2));
  const nanos = [rawNanos, own, promNanos, ownAlone].map((value) => value?.toFixed(0) ?? '-');
  console.log(
    [kind, ...nanos, ratio(own, rawNanos), ratio(own, promNanos), ratio(ownAlone, promNanos)]
      .map((text) => text.padStart(20))
      .join(''),
  );
}
