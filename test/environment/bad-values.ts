import { eachSetting } from '../../src/foundation/configuration/settings/setting.ts';
import { settings } from '../../src/foundation/configuration/settings/settings.ts';

/** A value that cannot be used, and what the warning has to say beside the variable's name. */
export interface BadValue {
  readonly variable: string;
  readonly value: string;
  /** What would have been right. */
  readonly expected: string;
  /** What is done instead. */
  readonly instead: string;
}

const UNSET = 'using the default (unset)';
const SIGNALS = ['TRACES', 'METRICS', 'LOGS'] as const;

const bad = (variable: string, value: string, expected: string, instead: string): BadValue => ({
  variable,
  value,
  expected,
  instead,
});

const exporters = (signal: string, allowed: string): BadValue =>
  bad(`OTEL_${signal}_EXPORTER`, 'otpl', `a comma list of ${allowed}`, 'using otlp');

/** An OTLP variable for all signals and for each. */
const otlp = (name: string, value: string, expected: string, instead: string): readonly BadValue[] =>
  ['', ...SIGNALS.map((signal) => `${signal}_`)].map((prefix) =>
    bad(`OTEL_EXPORTER_OTLP_${prefix}${name}`, value, expected, instead),
  );

const count = (variable: string, instead: string): BadValue => bad(variable, '-1', 'a whole number >= 0', instead);

/** The SDK takes no length of 0. */
const length = (variable: string, value: string): BadValue => bad(variable, value, 'a whole number >= 1', UNSET);

const batch = (prefix: string, delay: string): readonly BadValue[] => [
  bad(`${prefix}_SCHEDULE_DELAY`, '5s', 'a whole number from 0 to 2147483647, in ms', `using ${delay}`),
  bad(`${prefix}_EXPORT_TIMEOUT`, '0', 'a whole number from 1 to 2147483647, in ms', 'using 30000'),
  bad(`${prefix}_MAX_QUEUE_SIZE`, '0', 'a whole number >= 1', 'using 8192'),
  bad(`${prefix}_MAX_EXPORT_BATCH_SIZE`, 'many', 'a whole number >= 1', 'using 512'),
];

const INSTRUMENTATION_SWITCHES = [...eachSetting(settings.instrumentations.switches)].flatMap(([, { variables }]) =>
  variables.map((variable) => bad(variable, '1', 'true or false', UNSET)),
);

/** Values that are read alone: one program can have all of them at once. */
export const BAD_VALUES: readonly BadValue[] = [
  bad('OTEL_SDK_DISABLED', 'yes', 'true or false', 'using false'),
  bad('OTEL_LOG_LEVEL', 'loud', 'one of none, error, warn, info, debug, verbose, all', 'using info'),
  bad('OTELIER_PRESET', 'prod', 'one of production, development, minimal', UNSET),
  bad('OTELIER_SAMPLING_RATE', '10%', 'a number from 0 to 1', 'using 1'),
  bad('OTELIER_SAMPLING_MIN_DURATION', '-1', 'a number >= 0, in s', 'using 0'),
  bad('OTELIER_SAMPLING_ERRORS', 'all', 'true or false', 'using true'),
  bad('OTELIER_SAMPLING_SLOW', '1', 'true or false', 'using true'),
  bad('OTELIER_SAMPLING_SLOW_THRESHOLD', '5s', 'a number >= 0, in s', 'using 5'),
  bad('OTELIER_SHUTDOWN_TIMEOUT', '2.5', 'a whole number from 0 to 2147483647, in ms', 'using 2000'),
  bad('OTELIER_PROXY', 'proxy:3128', 'an http:// or https:// URL', UNSET),
  bad('OTELIER_SPOOL_DIR', 'spool', 'the absolute path of a folder', UNSET),
  bad('OTELIER_SPOOL_MAX_SIZE', '64MiB', 'a whole number from 1 to 1000000, in MiB', 'using 256'),
  bad('OTEL_RESOURCE_ATTRIBUTES', 'team=a,broken', 'key=value', UNSET),
  bad('OTELIER_ATTRIBUTES', 'team=%zz', 'key=value', UNSET),
  bad('OTEL_NODE_RESOURCE_DETECTORS', 'hots', 'service, host, process', 'using service, host, process'),
  bad(
    'OTEL_PROPAGATORS',
    'xray',
    'a comma list of tracecontext, baggage, b3, b3multi, jaeger, none',
    'using tracecontext, baggage',
  ),
  bad('OTELIER_REDACTION', 'hide', 'one of mask, hash, remove, off', 'using mask'),
  bad('OTELIER_REDACT_PATTERNS', '(', 'a comma list or a JSON array of regular expressions', 'using an empty list'),
  bad('OTELIER_REDACT_PII', 'yes', 'true or false', 'using false'),
  bad('OTELIER_REDACT_CONSOLE', '0', 'true or false', 'using true'),
  bad('OTEL_SEMCONV_STABILITY_OPT_IN', 'gen_ai', 'a comma list of gen_ai_latest_experimental', 'using an empty list'),
  bad(
    'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
    'yes',
    'one of NO_CONTENT, SPAN_ONLY, EVENT_ONLY, SPAN_AND_EVENT, or true or false',
    'using NO_CONTENT',
  ),
  bad('OTELIER_GENAI_MAX_CONTENT_LENGTH', '10', 'a whole number >= 256', 'using 32768'),
  bad('OTELIER_GENAI_MAPPING', 'off', 'true or false', 'using true'),
  bad('OTELIER_GENAI_ORIGINAL_ATTRIBUTES', 'delete', 'one of keep, drop', 'using keep'),
  count('OTEL_ATTRIBUTE_COUNT_LIMIT', 'using 128'),
  length('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '1e3'),
  exporters('TRACES', 'otlp, console, zipkin, jaeger, none'),
  exporters('METRICS', 'otlp, prometheus, console, none'),
  exporters('LOGS', 'otlp, console, none'),
  bad('OTEL_TRACES_SAMPLER', 'sometimes', 'parentbased_traceidratio', 'using parentbased_always_on'),
  bad('OTEL_TRACES_SAMPLER_ARG', '10%', 'a number from 0 to 1', 'using 1'),
  count('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', UNSET),
  length('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', '0'),
  count('OTEL_SPAN_EVENT_COUNT_LIMIT', 'using 128'),
  count('OTEL_SPAN_LINK_COUNT_LIMIT', 'using 128'),
  count('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', 'using 128'),
  count('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', 'using 128'),
  count('OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', UNSET),
  length('OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', '0'),
  ...batch('OTEL_BSP', '5000'),
  ...batch('OTEL_BLRP', '1000'),
  bad('OTEL_METRIC_EXPORT_INTERVAL', '0', 'a whole number from 1 to 2147483647, in ms', 'using 60000'),
  bad('OTEL_METRIC_EXPORT_TIMEOUT', '99999999999', 'a whole number from 1 to 2147483647, in ms', 'using 30000'),
  ...otlp('PROTOCOL', 'http', 'one of http/protobuf, http/json, grpc', 'using http/protobuf'),
  ...otlp('HEADERS', 'api key=s3cr3t', 'a comma list of name=value', UNSET),
  ...otlp('TIMEOUT', '10s', 'a whole number from 1 to 2147483647, in ms', 'using 10000'),
  ...otlp('COMPRESSION', 'zstd', 'one of none, gzip', 'using none'),
  ...otlp('INSECURE', '1', 'true or false', 'using false'),
  bad('OTEL_EXPORTER_JAEGER_AGENT_PORT', '65536', 'a whole number from 1 to 65535', 'using 6832'),
  bad('OTEL_EXPORTER_PROMETHEUS_PORT', '0', 'a whole number from 1 to 65535', 'using 9464'),
  bad(
    'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
    'both',
    'one of cumulative, delta, lowmemory',
    'using cumulative',
  ),
  bad(
    'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
    'linear',
    'one of explicit_bucket_histogram, base2_exponential_bucket_histogram',
    'using explicit_bucket_histogram',
  ),
  bad('OTELIER_HTTP', 'native', 'one of channels, official', 'using channels'),
  bad('OTEL_NODE_ENABLED_INSTRUMENTATIONS', 'htpp', 'a comma list of http', UNSET),
  bad('OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'htpp', 'a comma list of http', 'using an empty list'),
  ...INSTRUMENTATION_SWITCHES,
];

/** Any text will do; what is wrong with it shows in the world only, where bad-surroundings.test.ts looks at it. */
export const TEXTS_WITHOUT_BAD_VALUE: readonly string[] = [
  'OTEL_SERVICE_NAME',
  'OTELIER_IGNORE_ROUTES',
  'OTELIER_REDACT_KEYS',
  'OTELIER_REDACT_ALLOW_KEYS',
  'OTELIER_REDACT_HASH_KEY',
  'NODE_USE_ENV_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
  'OTEL_EXPORTER_JAEGER_USER',
  'OTEL_EXPORTER_JAEGER_PASSWORD',
];
