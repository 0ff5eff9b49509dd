import { afterEach, describe, expect, test } from '@jest/globals';
import { context, logs, metrics, propagation, trace } from '@opentelemetry/api';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { createPropagator, registerPropagator } from '../../../src/distribution/providers/propagator.ts';
import {
  flushProviders,
  type Providers,
  registerProviders,
  shutdownProviders,
} from '../../../src/distribution/providers/providers.ts';

const OLDER_LOGS_API = Symbol.for('io.opentelemetry.js.api.logs');
const globals = globalThis as Record<symbol, unknown>;
const NONE: Providers = { tracerProvider: undefined, meterProvider: undefined, loggerProvider: undefined };

afterEach(() => {
  for (const api of [trace, metrics, logs, propagation, context]) api.disable();
  delete globals[OLDER_LOGS_API];
});

function createAll() {
  return {
    tracerProvider: new TracerProvider(),
    meterProvider: new MeterProvider(),
    loggerProvider: new LoggerProvider(),
  };
}

describe('registerProviders', () => {
  test('registered providers are those of the API, and of the older logs API', () => {
    const providers = createAll();
    registerProviders(providers);
    // Guarded: exceptions in the SDK do not reach the application.
    expect(Object.getPrototypeOf(metrics.getMeterProvider())).toBe(providers.meterProvider);
    expect(Object.getPrototypeOf(logs.getLoggerProvider().getLogger('a'))).toBe(
      providers.loggerProvider.getLogger('a'),
    );
    expect(trace.getTracer('a').startSpan('recorded').isRecording()).toBe(true);
    const older = globals[OLDER_LOGS_API] as (version: number) => unknown;
    expect([Object.getPrototypeOf(older(1)), older(2)]).toEqual([providers.loggerProvider, undefined]);
  });

  test('an absent provider leaves the no-op in place; the context is carried all the same', async () => {
    const before = metrics.getMeterProvider();
    registerProviders(NONE);
    expect(trace.getTracer('a').startSpan('not recorded').isRecording()).toBe(false);
    expect(metrics.getMeterProvider()).toBe(before);
    expect(OLDER_LOGS_API in globals).toBe(false);
    const key = Symbol('key');
    const seen = await context.with(context.active().setValue(key, 'value'), async () => {
      await null;
      return context.active().getValue(key);
    });
    expect(seen).toBe('value');
  });

  test('an application that has the older logs API already keeps it', () => {
    const theirs = () => 'theirs';
    globals[OLDER_LOGS_API] = theirs;
    registerProviders(createAll());
    expect(globals[OLDER_LOGS_API]).toBe(theirs);
  });

  const PHASES = { forceFlush: flushProviders, shutdown: shutdownProviders } as const;

  test.each(['forceFlush', 'shutdown'] as const)(
    '%s: one signal’s failure does not cut the others short',
    async (method) => {
      const ended: string[] = [];
      const providers = createAll();
      const slow = (name: string) => () =>
        new Promise<void>((resolve) => setTimeout(() => resolve(void ended.push(name)), 20));
      providers.tracerProvider[method] = () => Promise.reject(new Error('traces broke'));
      providers.meterProvider[method] = slow('metrics');
      providers.loggerProvider[method] = slow('logs');
      const error = await PHASES[method](providers).catch((reason: unknown) => reason);
      expect(ended).toEqual(['metrics', 'logs']);
      expect((error as AggregateError).errors.map(String)).toEqual(['Error: traces broke']);
    },
  );

  test.each(['forceFlush', 'shutdown'] as const)('%s without any provider is nothing to do', async (method) => {
    await expect(PHASES[method](NONE)).resolves.toBeUndefined();
  });

  const carrier = (): Record<string, string> => ({});
  const span = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };

  test.each([
    [
      ['tracecontext', 'baggage'],
      ['baggage', 'traceparent'],
    ],
    [['b3'], ['b3']],
    [['b3multi'], ['x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid']],
    [['jaeger'], ['uber-trace-id', 'uberctx-user']],
    [
      ['tracecontext', 'b3', 'jaeger'],
      ['b3', 'traceparent', 'uber-trace-id', 'uberctx-user'],
    ],
  ] as const)('the propagators %j write %j', (names, headers) => {
    registerPropagator(createPropagator(names));
    const written = carrier();
    const baggage = propagation.createBaggage({ user: { value: 'ada' } });
    propagation.inject(propagation.setBaggage(trace.setSpanContext(context.active(), span), baggage), written);
    expect(Object.keys(written).sort()).toEqual(headers);
    expect(trace.getSpanContext(propagation.extract(context.active(), written))).toMatchObject({
      traceId: span.traceId,
      spanId: span.spanId,
    });
  });

  test('no propagators: nothing is registered', () => {
    expect(createPropagator([])).toBeUndefined();
    registerPropagator(undefined);
    const written = carrier();
    propagation.inject(trace.setSpanContext(context.active(), span), written);
    expect(written).toEqual({});
  });
});
