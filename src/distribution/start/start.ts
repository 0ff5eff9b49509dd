import { diag, logs } from '@opentelemetry/api';
import type { Config } from '../../foundation/configuration/config.ts';
import { configuredRedactor, redactorOptions } from '../../foundation/configuration/configured-redactor.ts';
import { describeConfig, type ResolvedConfig } from '../../foundation/configuration/description.ts';
import { type Resolution, resolveConfig } from '../../foundation/configuration/resolve.ts';
import { describeUnsupportedRuntime, warnOfUnsupportedRuntime } from '../../foundation/configuration/runtime.ts';
import { describeStart } from '../../foundation/configuration/start-line.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { beforeShutdown } from '../../foundation/diagnostics/shutdown-hooks.ts';
import { LOG_LEVELS, StderrLogger } from '../../foundation/diagnostics/stderr-logger.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import {
  ExitDelivery,
  exitParticipants,
  participantDrainables,
  warnUndelivered,
  watchForParticipants,
} from '../../pipeline/delivery/exit-delivery.ts';
import { settleAll } from '../../pipeline/delivery/exporting-processors.ts';
import { Destinations } from '../../pipeline/exporters/destination/destination.ts';
import { isReported } from '../../pipeline/exporters/destination/monitored-exporter.ts';
import { Redaction } from '../../pipeline/processors/redaction.ts';
import { armInstrumentations } from '../instrumentation/instrumentations.ts';
import { loadedFiles } from '../instrumentation/loading/preloaded-modules.ts';
import { selectInstrumentations } from '../instrumentation/selection.ts';
import { Lifecycle, type LifecycleOptions } from '../lifecycle/lifecycle.ts';
import { recordUncaught } from '../lifecycle/uncaught-record.ts';
import { flushGlobalProviders, startDeclarativeSdk } from '../providers/declarative-sdk.ts';
import { handleSdkErrors } from '../providers/export-errors.ts';
import { createPropagator, registerPropagator } from '../providers/propagator.ts';
import { flushProviders, registerProviders, shutdownProviders } from '../providers/providers.ts';
import { countAsSdk } from '../providers/sdk-metrics.ts';
import { countExports, countRedactions } from '../providers/self-metrics.ts';
import { createSignals, memoized } from './signals.ts';
import { type StartOptions, validateStartOptions } from './start-options.ts';

/** The return value of `start`. */
export interface OtelierHandle {
  /** The resolved configuration: every value with its source, secrets masked. */
  readonly config: ResolvedConfig;
  /** Sends all telemetry. Never rejects; takes at most the shutdown timeout. */
  flush(): Promise<void>;
  /** Sends all telemetry and ends. Never rejects; takes at most the shutdown timeout. Idempotent. */
  shutdown(): Promise<void>;
}

// On the global object, since two copies of otelier may be loaded (a bundled one and an installed one, say): one SDK all the same.
const HANDLE = Symbol.for('otelier.handle');
const globals = globalThis as { [HANDLE]?: OtelierHandle };

/**
 * Starts traces, metrics and logs as the options and the environment say, and registers them globally.
 * The second call returns the first handle and warns. Whatever the environment holds, this does not throw.
 * @throws {TypeError} on options of the wrong kind
 */
export function start(options: StartOptions = {}): OtelierHandle {
  validateStartOptions(options);
  const running = globals[HANDLE];
  if (running !== undefined) {
    log.warn('otelier is started already: this second start changes nothing');
    return running;
  }
  const unsupported = describeUnsupportedRuntime();
  // Even the configuration is read only if somebody reads it of the handle: nothing else has to work in such a runtime.
  if (unsupported !== undefined) {
    warnOfUnsupportedRuntime(unsupported);
    globals[HANDLE] = idleHandle(() => describeConfig(resolveConfig({ code: options })));
    return globals[HANDLE];
  }
  const resolution = resolveConfig({ code: options });
  const { redaction } = resolution.config;
  const redactor = options.redaction === false ? undefined : configuredRedactor(options.redaction, redaction);
  setLogger(resolution.config, redactor);
  // Warnings about ignored variables are suppressed.
  if (resolution.config.configFile === undefined)
    for (const warning of [...resolution.warnings, ...redactorOptions(redaction).problems]) log.warn(warning);
  const handle = startWith(resolution, options, redactor);
  globals[HANDLE] = handle;
  return handle;
}

function startWith(resolution: Resolution, options: StartOptions, redactor: Redactor | undefined): OtelierHandle {
  const { config, sources } = resolution;
  const described = memoized(() => describeConfig(resolution));
  const start: Start = { config, options, described, redactor, loaded: loadedFiles() };
  if (config.disabled) {
    // The specification requires propagation even then, if it is configured: services downstream still belong to one trace.
    if (sources['propagators']?.from === 'environment') registerPropagator(createPropagator(config.propagators));
    return idleHandle(described);
  }
  try {
    return config.configFile === undefined ? startSdk(start) : startFromFile(config.configFile, start);
  } catch (error) {
    log.error(`otelier could not start: ${(error as Error).message}. The application runs on without telemetry`);
    return idleHandle(described);
  }
}

/** The parts of one start. */
interface Start {
  readonly config: Config;
  readonly options: StartOptions;
  readonly described: Described;
  /** `undefined`: secrets are exported as they are. */
  readonly redactor: Redactor | undefined;
  /** The files that the application loaded before. */
  readonly loaded: readonly string[];
}

function startSdk(start: Start): OtelierHandle {
  const { config, options, redactor } = start;
  handleSdkErrors(isReported);
  const destinations = new Destinations({ keepAliveMillis: config.shutdownTimeoutMillis / 2 });
  const propagator = createPropagator(config.propagators);
  const redaction =
    redactor &&
    new Redaction(redactor, {
      maxSpanTextLength: config.traces.limits.attributeValueLength,
      maxLogTextLength: config.logs.limits.attributeValueLength,
    });
  const { providers, drainables } = createSignals(config, options, destinations, redaction);
  registerProviders(providers, redactor);
  if (redactor !== undefined) countRedactions(redactor);
  countExports();
  countAsSdk();
  registerPropagator(propagator);
  const exitDelivery = new ExitDelivery(
    () => [...drainables, ...participantDrainables()],
    config.shutdownTimeoutMillis,
  );
  whenIdle(() => {
    // The rules take as long to load as the rest of the start: the first request should not wait for them.
    redactor?.redactText('');
    exitDelivery.preload();
  });
  return superviseAndArm(start, {
    flush: () =>
      settleAll([flushProviders(providers), ...exitParticipants().map((participant) => participant.flush())]),
    shutdown: () => shutdownProviders(providers),
    stopRetrying() {
      destinations.stopRetrying();
      for (const participant of exitParticipants()) participant.stopRetrying();
    },
    abortAll: (message) => destinations.abortAll(message),
    warnUndelivered,
    exitDelivery,
    needsEventLoop: drainables.some((drainable) => drainable.needsEventLoop),
  });
}

/** OTEL_CONFIG_FILE: the official SDK reads the file and builds everything; otelier instruments and watches over the end. */
function startFromFile(file: string, start: Start): OtelierHandle {
  const { config, redactor } = start;
  const sdk = startDeclarativeSdk(file);
  setLogger(config, redactor);
  handleSdkErrors(isReported);
  log.info(
    `OTEL_CONFIG_FILE: the official SDK is configured by ${file}. Off are: the other OTEL_* variables (instrumentation switches apart), ` +
      'OTELIER_ATTRIBUTES, withAttributes, and all options of start() but instrumentations and shutdownTimeoutMillis',
  );
  return superviseAndArm(start, {
    flush: flushGlobalProviders,
    shutdown: () => sdk.shutdown(),
    stopRetrying: () => {},
    abortAll: (message) => log.warn(message),
    exitDelivery: new ExitDelivery(participantDrainables, config.shutdownTimeoutMillis),
    needsEventLoop: true,
  });
}

function setLogger({ logLevel }: Config, redactor: Redactor | undefined): void {
  const logger = new StderrLogger({ change: (text) => redactor?.redactText(text) ?? text });
  diag.setLogger(logger, { logLevel: LOG_LEVELS[logLevel], suppressOverrideMessage: true });
  beforeShutdown(() => {
    const count = logger.takeRepeatCount();
    if (count > 0) log.info(`${count} more warnings of the kinds above were not printed`);
  });
}

function superviseAndArm(
  { config, options, described, redactor, loaded }: Start,
  ends: Omit<LifecycleOptions, 'timeoutMillis' | 'onUncaught' | 'onUnwatched'>,
): OtelierHandle {
  const { instrumentations = [] } = options;
  const disarm = armInstrumentations(config, { loadedFiles: loaded, redactor, instrumentations });
  const shutdown = (): Promise<void> => {
    disarm();
    return ends.shutdown();
  };
  const lifecycle = new Lifecycle({
    ...ends,
    shutdown,
    onUnwatched: watchForParticipants,
    onUncaught: (error, origin, isFatal) => recordUncaught(logs.getLoggerProvider(), error, origin, isFatal),
    timeoutMillis: config.shutdownTimeoutMillis,
  });
  lifecycle.install();
  // Later, so that the application's first line does not wait for it.
  if (config.configFile === undefined)
    setImmediate(() => log.info(describeStart(config, selectInstrumentations(config.instrumentations).length)));
  return Object.freeze({
    get config() {
      return described();
    },
    flush: () => lifecycle.flush(),
    shutdown: () => lifecycle.shutdown(),
  });
}

/** By then a program that only prints something is over. */
const IDLE_DELAY_MILLIS = 1_000;

/** Work that is worth neither the start of the application nor the first request. Does not keep the process alive. */
function whenIdle(work: () => void): void {
  setTimeout(work, IDLE_DELAY_MILLIS).unref();
}

function idleHandle(described: Described): OtelierHandle {
  const nothing = async (): Promise<void> => {};
  return Object.freeze({
    get config() {
      return described();
    },
    flush: nothing,
    shutdown: nothing,
  });
}

/** Lazy: few applications read it, and it takes a millisecond of each start. */
type Described = () => ResolvedConfig;
