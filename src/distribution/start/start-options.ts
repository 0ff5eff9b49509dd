import type { Attributes } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { MetricReader, ViewOptions } from '@opentelemetry/sdk-metrics';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { PRESET_NAMES, type PresetName } from '../../foundation/configuration/settings/sampling-presets.ts';
import { MAX_TIMER_MILLIS } from '../../foundation/configuration/settings/setting.ts';
import {
  arrayOfObjectsWith,
  type OptionRule,
  oneOf,
  text,
  validateOptions,
} from '../../foundation/diagnostics/options.ts';
import type { RedactorOptions } from '../../foundation/redaction/redactor-options.ts';

/** The options of `start`. Every option wins over the environment; parts are added to those from the environment. */
export interface StartOptions {
  /** `service.name`. @default OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, then the name in the application's package.json */
  readonly serviceName?: string;
  /** `service.version`. @default OTEL_RESOURCE_ATTRIBUTES, then the version in the application's package.json */
  readonly serviceVersion?: string;
  /** Attributes of everything this process emits; win over OTELIER_ATTRIBUTES and OTEL_RESOURCE_ATTRIBUTES. */
  readonly resourceAttributes?: Attributes;
  /** Run on every span, before those that export. */
  readonly spanProcessors?: readonly SpanProcessor[];
  /** Run on every log record, before those that export. */
  readonly logRecordProcessors?: readonly LogRecordProcessor[];
  readonly metricReaders?: readonly MetricReader[];
  readonly views?: readonly ViewOptions[];
  /** Connected to otelier's providers and enabled. */
  readonly instrumentations?: readonly Instrumentation[];
  /**
   * Which traces are kept, and the level of otelier's own log: docs/sampling.md. Environment variables win over each of its values.
   * @default OTELIER_PRESET, then none
   */
  readonly preset?: PresetName;
  /** Which secrets are removed before anything leaves the process. Each option wins over OTELIER_REDACTION and OTELIER_REDACT_*; false: none are. */
  readonly redaction?: RedactorOptions | false;
  /** How long the last flush may take at most, in ms. @default OTELIER_SHUTDOWN_TIMEOUT, then 2000 */
  readonly shutdownTimeoutMillis?: number;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const SCALARS = ['string', 'number', 'boolean'];
const isAttributeValue = (value: unknown): boolean =>
  value === undefined || SCALARS.includes(typeof value) || (Array.isArray(value) && value.every(isAttributeValue));
const VIEW_SELECTORS = [
  'instrumentName',
  'instrumentType',
  'instrumentUnit',
  'meterName',
  'meterVersion',
  'meterSchemaUrl',
];

const RULES: Readonly<Record<keyof StartOptions, OptionRule>> = {
  serviceName: text,
  serviceVersion: text,
  resourceAttributes: {
    expected: 'an object of texts, numbers, booleans and arrays of them',
    holds: (value) => isObject(value) && Object.values(value as object).every(isAttributeValue),
  },
  spanProcessors: arrayOfObjectsWith('onStart', 'onEnd', 'forceFlush', 'shutdown'),
  logRecordProcessors: arrayOfObjectsWith('onEmit', 'forceFlush', 'shutdown'),
  metricReaders: arrayOfObjectsWith('collect', 'forceFlush', 'shutdown', 'setMetricProducer'),
  views: {
    expected: `an array of view options, each with at least one of ${VIEW_SELECTORS.join(', ')}`,
    holds: (value) =>
      Array.isArray(value) && value.every((view) => isObject(view) && VIEW_SELECTORS.some((name) => name in view)),
  },
  instrumentations: arrayOfObjectsWith('setTracerProvider', 'setMeterProvider', 'enable'),
  preset: oneOf(...PRESET_NAMES),
  redaction: {
    expected: 'false or an object of redaction options',
    holds: (value) => value === false || isObject(value),
  },
  shutdownTimeoutMillis: {
    expected: `a whole number of milliseconds from 0 to ${MAX_TIMER_MILLIS}`,
    holds: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_TIMER_MILLIS,
  },
};

/**
 * Checks what JavaScript callers may have got wrong.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function validateStartOptions(options: unknown): asserts options is StartOptions {
  validateOptions('start', options, RULES);
}
