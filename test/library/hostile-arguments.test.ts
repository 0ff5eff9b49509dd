// Whatever the public functions are given, the application goes on: they throw TypeErrors of their own for arguments of the wrong kind, and nothing else.
import { types } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { Flow, instrumentFlow, MonitoringNode, Node, uninstrumentFlow } from '../../src/public/flow.ts';
import {
  getMonitor,
  MetricsCollector,
  Monitor,
  PerformanceTracker,
  Tracer,
  withAttributes,
} from '../../src/public/index.ts';
import { Logger, RedactingLogRecordProcessor, winstonFormat } from '../../src/public/logs.ts';
import { HOSTILE_VALUES, hostileValue } from '../program/hostile-values.ts';

// biome-ignore lint/suspicious/noExplicitAny: these calls are what TypeScript forbids
type Any = any;
type Call = (...args: Any[]) => unknown;

const monitor = new Monitor();
const metrics = new MetricsCollector();
const tracer = new Tracer({ maxTraces: 20 });
const tracker = new PerformanceTracker();
const logger = new Logger({ console: false, level: 'debug', metrics });
const format = winstonFormat();
const processor = new RedactingLogRecordProcessor();
const run = (): number => 5;

/** Each call gets up to four hostile arguments. */
const CALLS: Readonly<Record<string, Call>> = {
  'new Monitor': (a) => new Monitor(a),
  'new MetricsCollector': (a) => new MetricsCollector(a),
  'new Tracer': (a) => new Tracer(a),
  'new PerformanceTracker': (a) => new PerformanceTracker(a),
  'new Logger': (a) => new Logger(typeof a === 'object' && a !== null ? a : { level: a }),
  'new MonitoringNode': (a) => new MonitoringNode(a),
  'new Flow': (a) => new Flow(a),
  'new Flow with nodes': (a, b) => new Flow({ nodes: [a, b] as Any }),
  'new Node': (a) => new Node(a),
  getMonitor: (a) => getMonitor(a),
  winstonFormat: (a) => winstonFormat(a),
  'winstonFormat transform': (a, b) => format.transform({ level: 'info', message: a, [Symbol.for('splat')]: [b], b }),
  'winstonFormat transform of anything': (a) => format.transform(a),
  'RedactingLogRecordProcessor.onEmit': (a) =>
    processor.onEmit({ attributes: { a }, setAttribute() {}, setBody() {} } as Any),
  withAttributes: (a) => withAttributes(a, run),
  'monitor.log': (a, b, c) => monitor.log(a, b, c),
  'monitor.log of a level': (a, b) => monitor.log('info', a, b),
  'metrics.counter': (a, b, c, d) => metrics.counter(a, b, c, d),
  'metrics.counter with labels': (a, b) => metrics.counter('requests', 1, a, b),
  'metrics.gauge': (a, b, c, d) => metrics.gauge(a, b, c, d),
  'metrics.gauge with labels': (a) => metrics.gauge('load', 1, { label: a }),
  'metrics.histogram': (a, b, c, d) => metrics.histogram(a, b, c, d),
  'metrics.timing': (a, b, c) => metrics.timing(a, b, c),
  'metrics.timer': (a, b, c) => metrics.timer(a, b, c).stop(),
  'metrics.time': (a, b) => metrics.time(a, run, b),
  'metrics.getCounterValue': (a, b) => metrics.getCounterValue(a, b),
  'metrics.getCounterValue with labels': (a) => metrics.getCounterValue('requests', a),
  'metrics.getGaugeValue': (a, b) => metrics.getGaugeValue(a, b),
  'metrics.getHistogramStats': (a, b) => metrics.getHistogramStats(a, b),
  'metrics.getMetric': (a) => metrics.getMetric(a),
  'metrics.getHistory': (a) => metrics.getHistory(a),
  'metrics exports': () => [
    metrics.exportJson(),
    metrics.exportPrometheus(),
    metrics.getSummary(),
    metrics.getAllMetrics(),
  ],
  'tracer.startTrace': (a, b) => tracer.finishTrace(tracer.startTrace(a, b)),
  'tracer.startTrace with options': (a, b) => tracer.finishTrace(tracer.startTrace('t', { traceId: a, attributes: b })),
  'tracer.finishTrace': (a) => tracer.finishTrace(a),
  'tracer.startSpan': (a, b) => tracer.startSpan(a, b).finish(b),
  'tracer.startSpan with options': (a, b, c) =>
    tracer.startSpan('s', { traceId: a, parentSpanId: b, attributes: c }).finish(),
  'tracer.finishSpan': (a, b) => tracer.finishSpan(a, b),
  // A function as second argument would be the one to run.
  'tracer.span': (a, b) => tracer.span(a, typeof b === 'function' ? undefined : b, run),
  'tracer.span with attributes': (a) => tracer.span('s', { attributes: { a } }, run),
  'tracer.addSpanTag': (a, b, c) => tracer.addSpanTag(a, b, c),
  'tracer.addSpanLog': (a, b, c) => tracer.addSpanLog(a, b, c),
  'tracer.getSpan': (a) => tracer.getSpan(a),
  'tracer.getTraceSpans': (a) => tracer.getTraceSpans(a),
  'tracer.getTrace': (a) => tracer.getTrace(a),
  'tracer.exportTrace': (a, b) => JSON.stringify(tracer.exportTrace(a, b)),
  'tracer.exportJaeger': (a) => JSON.stringify(tracer.exportJaeger(a)),
  'a span of a tracer': (a, b, c) => {
    const id = tracer.startTrace('trace');
    const span = tracer.startSpan('span', { traceId: id });
    span.setAttribute(a, b);
    span.setAttribute('a', a);
    span.addEvent(a, b);
    span.addEvent('event', { a, b, c });
    span.finish({ status: a, error: b });
    tracer.finishTrace(id);
    return [JSON.stringify(tracer.exportTrace(id)), JSON.stringify(tracer.exportJaeger(id)), JSON.stringify(span)];
  },
  'tracker.track': (a) => tracker.track(a, run),
  'tracker.wrap': (a) => tracker.wrap(run, a)(),
  'tracker.wrap of anything': (a) => tracker.wrap(a),
  'tracker.start': (a) => tracker.start(a).stop(),
  'tracker.getStats': (a) => tracker.getStats(a),
  'logger.info': (a, b) => logger.info(a, b),
  'logger.critical': (a, b) => logger.critical('m', { a, error: b }),
  'logger.exception': (a, b, c) => logger.exception(a, b, c),
  'logger.context': (a, b) => logger.context(a, () => logger.info(b)),
  'logger.setLevel': (a) => logger.setLevel(a),
  'logger.setSamplingRate': (a) => logger.setSamplingRate(a),
  'logger.logApiCall': (a) => logger.logApiCall(a),
  'logger.logApiCall with values': (a, b, c, d) =>
    logger.logApiCall({ provider: a, statusCode: b, responseTime: c, tokensUsed: d }),
  'logger.logSessionEvent': (a, b, c, d) => logger.logSessionEvent(a, b, c, d),
  'logger.logError': (a, b, c) => logger.logError(a, b, c),
  'logger.logMetrics': (a, b, c) => logger.logMetrics(a, b, c),
  'logger.logRequestStart': (a, b, c) => logger.logRequestStart(a, b, c),
  'logger.logRequestEnd': (a, b, c, d) => logger.logRequestEnd(a, b, c, d),
  'logger.logDatabaseQuery': (a, b, c, d) => logger.logDatabaseQuery(a, b, c, d),
  'logger.logCacheOperation': (a, b, c) => logger.logCacheOperation(a, b, c),
  instrumentFlow: (a, b) => instrumentFlow(a, b),
  'instrumentFlow with options': (a) => instrumentFlow(new Flow({ nodes: [] }), a),
  uninstrumentFlow: (a) => uninstrumentFlow(a),
  'MonitoringNode.exec': (a) => new MonitoringNode().exec(a),
  'Flow.execute': (a) => new Flow({ nodes: [{ name: 'n', exec: () => a }] }).execute(a),
};

/** TypeErrors that name who expected what. */
const OWN = /^[\w.]+: expected /;

function expectHarmless(name: string, args: readonly unknown[]): void {
  try {
    const result = CALLS[name]?.(...args);
    if (types.isPromise(result)) result.catch(() => {});
  } catch (error) {
    if (!(error instanceof TypeError) || !OWN.test(error.message)) throw new Error(`${name} threw`, { cause: error });
    expect(error.message).not.toContain('s3cr3t');
  }
}

beforeAll(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(() => void jest.restoreAllMocks());

describe('public functions', () => {
  test.each(Object.keys(CALLS))('%s: never throws an error that is not its own', (name) => {
    for (const [kind, make] of Object.entries(HOSTILE_VALUES)) {
      const started = process.cpuUsage();
      expectHarmless(name, [make(), make(), make(), make()]);
      const millis = process.cpuUsage(started).user / 1_000;
      // Some of them enumerate an object of 300,000 keys several times, which takes Node itself 100 ms each time.
      if (millis > 5_000) throw new Error(`${name} took ${millis} ms of the processor with ${kind}`);
    }
  });

  test('never throw an error that is not theirs, with any mixture of arguments', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(CALLS)), fc.array(hostileValue, { maxLength: 4 }), (name, makers) =>
        expectHarmless(
          name,
          makers.map((make) => make()),
        ),
      ),
      { numRuns: 2_000 },
    );
  });
});
