import type { Attributes } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { MetricReader, ViewOptions } from '@opentelemetry/sdk-metrics';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { PRESET_NAMES, type PresetName } from './configuration/sampling-presets.ts';
import { LONGEST_TIMER } from './configuration/value-type.ts';
import type { RedactorOptions } from './redaction/redactor-options.ts';

/** What code may say to `start`. Every option wins over the environment; parts are added to those from the environment. */
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
   * Which traces are kept, and how much otelier says: docs/sampling.md. Variables of the environment win over each of its values.
   * @default OTELIER_PRESET, then none
   */
  readonly preset?: PresetName;
  /** What of secrets is removed before anything leaves the process, option by option over OTELIER_REDACTION and OTELIER_REDACT_*; false: nothing. */
  readonly redaction?: RedactorOptions | false;
  /** Longest time the last flush may take, in ms. @default OTELIER_SHUTDOWN_TIMEOUT, then 2000 */
  readonly shutdownTimeoutMillis?: number;
}

interface Rule {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const name: Rule = {
  expected: 'a non-empty string',
  holds: (value) => typeof value === 'string' && value.trim() !== '',
};
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

/** Every item has the methods that the SDK is going to call. */
const having = (...methods: readonly string[]): Rule => ({
  expected: `an array of objects with the methods ${methods.join(', ')}`,
  holds: (value) => Array.isArray(value) && value.every((item) => methods.every((name) => isMethod(item, name))),
});
const isMethod = (item: unknown, method: string): boolean =>
  typeof (item as Record<string, unknown> | null | undefined)?.[method] === 'function';

const RULES: Readonly<Record<keyof StartOptions, Rule>> = {
  serviceName: name,
  serviceVersion: name,
  resourceAttributes: {
    expected: 'an object of texts, numbers, booleans and arrays of them',
    holds: (value) => isObject(value) && Object.values(value as object).every(isAttributeValue),
  },
  spanProcessors: having('onStart', 'onEnd', 'forceFlush', 'shutdown'),
  logRecordProcessors: having('onEmit', 'forceFlush', 'shutdown'),
  metricReaders: having('collect', 'forceFlush', 'shutdown', 'setMetricProducer'),
  views: {
    expected: `an array of view options, each with at least one of ${VIEW_SELECTORS.join(', ')}`,
    holds: (value) =>
      Array.isArray(value) && value.every((view) => isObject(view) && VIEW_SELECTORS.some((name) => name in view)),
  },
  instrumentations: having('setTracerProvider', 'setMeterProvider', 'enable'),
  preset: {
    expected: `one of ${PRESET_NAMES.join(', ')}`,
    holds: (value) => (PRESET_NAMES as readonly unknown[]).includes(value),
  },
  redaction: {
    expected: 'false or an object of redaction options',
    holds: (value) => value === false || isObject(value),
  },
  shutdownTimeoutMillis: {
    expected: `a whole number of milliseconds from 0 to ${LONGEST_TIMER}`,
    holds: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LONGEST_TIMER,
  },
};

/**
 * Checks what JavaScript callers may have got wrong.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function validateStartOptions(options: unknown): asserts options is StartOptions {
  if (!isObject(options)) throw new TypeError(`start: expected options to be an object, got ${shown(options)}`);
  for (const [key, value] of Object.entries(options as object)) {
    const rule = (RULES as Readonly<Record<string, Rule | undefined>>)[key];
    if (rule === undefined)
      throw new TypeError(`start: expected an option among ${Object.keys(RULES).join(', ')}, got "${key}"`);
    if (value !== undefined && !rule.holds(value))
      throw new TypeError(`start: expected ${key} to be ${rule.expected}, got ${shown(value)}`);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
