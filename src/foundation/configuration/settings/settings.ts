import { genAiSettings } from './gen-ai-settings.ts';
import {
  INSTRUMENTATION_NAMES,
  type InstrumentationName,
  OFF_BY_DEFAULT,
  switchVariable,
} from './instrumentation-names.ts';
import { otlpSettings } from './otlp-settings.ts';
import { propagatorSetting } from './propagator-setting.ts';
import { proxySettings } from './proxy-settings.ts';
import { redactionSettings } from './redaction-settings.ts';
import { PRESET_NAMES } from './sampling-presets.ts';
import { samplingSettings } from './sampling-settings.ts';
import {
  boolean,
  decimal,
  folderPath,
  httpUrl,
  integer,
  keyValues,
  listOf,
  MAX_TIMER_MILLIS,
  oneOf,
  type Setting,
  setting,
  text,
  textList,
} from './setting.ts';

const count = integer({ min: 0 });
const positive = integer({ min: 1 });
const millis = integer({ min: 0, max: MAX_TIMER_MILLIS, unit: 'ms' });
const positiveMillis = integer({ min: 1, max: MAX_TIMER_MILLIS, unit: 'ms' });

/**
 * Every value a user can set through the environment, as data. The type of the resolved configuration, README's table of
 * variables and `otelier config` all derive from it.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const settings = {
  disabled: setting(boolean, { variables: 'OTEL_SDK_DISABLED', default: false, about: 'true: nothing is started' }),
  configFile: setting(text, {
    variables: 'OTEL_CONFIG_FILE',
    default: undefined,
    about: 'declarative configuration file: the official SDK reads it, and otelier keeps out (docs/configuration.md)',
  }),
  logLevel: setting(oneOf('none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'), {
    variables: 'OTEL_LOG_LEVEL',
    default: 'info',
    about: 'what otelier itself says on standard error',
  }),
  preset: setting(oneOf(...PRESET_NAMES), {
    variables: 'OTELIER_PRESET',
    default: undefined,
    about:
      'which traces are kept, and how much otelier says (docs/sampling.md): 10 %, errors and slow ones; all, with debug diagnostics; errors only',
  }),
  sampling: samplingSettings,
  shutdownTimeoutMillis: setting(millis, {
    variables: 'OTELIER_SHUTDOWN_TIMEOUT',
    default: 2_000,
    about: 'longest time the last flush may take when the process ends',
  }),
  service: {
    name: setting(text, {
      variables: 'OTEL_SERVICE_NAME',
      default: undefined,
      about: "`service.name`; default: `OTEL_RESOURCE_ATTRIBUTES`, then the name in the application's package.json",
    }),
  },
  resource: {
    attributes: setting(keyValues, {
      variables: 'OTEL_RESOURCE_ATTRIBUTES',
      default: undefined,
      about: 'resource attributes, `key=value,…`',
    }),
    otelierAttributes: setting(keyValues, {
      variables: 'OTELIER_ATTRIBUTES',
      default: undefined,
      about: 'attributes for everything the process emits, `key=value,…`; win over `OTEL_RESOURCE_ATTRIBUTES`',
    }),
    detectors: setting(
      listOf(
        'service',
        'host',
        'process',
        'all',
        'none',
        'env',
        'os',
        'serviceinstance',
        'container',
        'aws',
        'azure',
        'gcp',
        'alibaba',
      ),
      {
        variables: 'OTEL_NODE_RESOURCE_DETECTORS',
        default: ['service', 'host', 'process'],
        about: 'resource detectors; cloud detectors run only when named here, `all` means those of the default',
      },
    ),
  },
  spool: {
    folder: setting(folderPath, {
      variables: 'OTELIER_SPOOL_DIR',
      default: undefined,
      about:
        'folder for spans and log records until they are delivered (docs/delivery.md); default: they wait in memory only',
    }),
    maxMebibytes: setting(integer({ min: 1, max: 1_000_000, unit: 'MiB' }), {
      variables: 'OTELIER_SPOOL_MAX_SIZE',
      default: 256,
      about:
        'most that the folder may hold, in MiB, whatever the number of processes; beyond it telemetry waits in memory',
    }),
  },
  proxy: proxySettings,
  propagators: propagatorSetting,
  redaction: redactionSettings,
  genAi: genAiSettings,
  attributeLimits: {
    count: setting(count, {
      variables: 'OTEL_ATTRIBUTE_COUNT_LIMIT',
      default: 128,
      about: 'most attributes a span or log record may have',
    }),
    valueLength: setting(positive, {
      variables: 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
      default: undefined,
      about: 'longest attribute value; default: no limit',
    }),
  },
  traces: {
    exporters: setting(listOf('otlp', 'console', 'zipkin', 'jaeger', 'none'), {
      variables: 'OTEL_TRACES_EXPORTER',
      default: ['otlp'],
      about: 'where spans go; a list sends them to each',
    }),
    sampler: setting(
      oneOf(
        'always_on',
        'always_off',
        'traceidratio',
        'parentbased_always_on',
        'parentbased_always_off',
        'parentbased_traceidratio',
      ),
      {
        variables: 'OTEL_TRACES_SAMPLER',
        default: 'parentbased_always_on',
        about: 'which traces are recorded',
      },
    ),
    samplerArg: setting(decimal({ min: 0, max: 1 }), {
      variables: 'OTEL_TRACES_SAMPLER_ARG',
      default: 1,
      about: 'the ratio of the two `traceidratio` samplers',
    }),
    limits: {
      attributeCount: setting(count, {
        variables: 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
        default: undefined,
        about: 'most attributes a span may have; default: `OTEL_ATTRIBUTE_COUNT_LIMIT`',
      }),
      attributeValueLength: setting(positive, {
        variables: 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
        default: undefined,
        about: 'longest attribute value of a span; default: `OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT`',
      }),
      eventCount: setting(count, {
        variables: 'OTEL_SPAN_EVENT_COUNT_LIMIT',
        default: 128,
        about: 'most events a span may have',
      }),
      linkCount: setting(count, {
        variables: 'OTEL_SPAN_LINK_COUNT_LIMIT',
        default: 128,
        about: 'most links a span may have',
      }),
      attributePerEventCount: setting(count, {
        variables: 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
        default: 128,
        about: 'most attributes of a span event',
      }),
      attributePerLinkCount: setting(count, {
        variables: 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
        default: 128,
        about: 'most attributes of a span link',
      }),
    },
    batch: batchSettings('OTEL_BSP', 5_000, 'spans'),
    otlp: otlpSettings('traces'),
    zipkin: {
      endpoint: setting(httpUrl, {
        variables: 'OTEL_EXPORTER_ZIPKIN_ENDPOINT',
        default: 'http://localhost:9411/api/v2/spans',
        about: "Zipkin's span endpoint",
        url: true,
      }),
    },
    jaeger: {
      endpoint: setting(httpUrl, {
        variables: 'OTEL_EXPORTER_JAEGER_ENDPOINT',
        default: undefined,
        about: "Jaeger's collector, thrift over HTTP; unset: UDP to the agent",
        url: true,
      }),
      user: setting(text, {
        variables: 'OTEL_EXPORTER_JAEGER_USER',
        default: undefined,
        about: 'user for the endpoint',
        secret: true,
      }),
      password: setting(text, {
        variables: 'OTEL_EXPORTER_JAEGER_PASSWORD',
        default: undefined,
        about: 'password for the endpoint; never printed',
        secret: true,
      }),
      agentHost: setting(text, {
        variables: 'OTEL_EXPORTER_JAEGER_AGENT_HOST',
        default: 'localhost',
        about: 'host of the Jaeger agent',
      }),
      agentPort: setting(integer({ min: 1, max: 65_535 }), {
        variables: 'OTEL_EXPORTER_JAEGER_AGENT_PORT',
        default: 6832,
        about: 'UDP port of the Jaeger agent',
      }),
    },
  },
  metrics: {
    exporters: setting(listOf('otlp', 'prometheus', 'console', 'none'), {
      variables: 'OTEL_METRICS_EXPORTER',
      default: ['otlp'],
      about: 'where metrics go; a list sends them to each',
    }),
    reader: {
      intervalMillis: setting(positiveMillis, {
        variables: 'OTEL_METRIC_EXPORT_INTERVAL',
        default: 60_000,
        about: 'time between two exports (otlp and console)',
      }),
      timeoutMillis: setting(positiveMillis, {
        variables: 'OTEL_METRIC_EXPORT_TIMEOUT',
        default: 30_000,
        about: 'longest time for one export; at most the interval',
      }),
    },
    otlp: otlpSettings('metrics'),
    temporality: setting(oneOf('cumulative', 'delta', 'lowmemory'), {
      variables: 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
      default: 'cumulative',
      about: 'aggregation temporality of OTLP metrics',
    }),
    histogramAggregation: setting(oneOf('explicit_bucket_histogram', 'base2_exponential_bucket_histogram'), {
      variables: 'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
      default: 'explicit_bucket_histogram',
      about: 'aggregation of OTLP histograms',
    }),
    prometheus: {
      host: setting(text, {
        variables: 'OTEL_EXPORTER_PROMETHEUS_HOST',
        default: '127.0.0.1',
        about: 'address the Prometheus endpoint listens on',
      }),
      port: setting(integer({ min: 1, max: 65_535 }), {
        variables: 'OTEL_EXPORTER_PROMETHEUS_PORT',
        default: 9464,
        about: 'port the Prometheus endpoint listens on; path `/metrics`',
      }),
    },
  },
  logs: {
    exporters: setting(listOf('otlp', 'console', 'none'), {
      variables: 'OTEL_LOGS_EXPORTER',
      default: ['otlp'],
      about: 'where log records go; a list sends them to each',
    }),
    limits: {
      attributeCount: setting(count, {
        variables: 'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT',
        default: undefined,
        about: 'most attributes a log record may have; default: `OTEL_ATTRIBUTE_COUNT_LIMIT`',
      }),
      attributeValueLength: setting(positive, {
        variables: 'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT',
        default: undefined,
        about: 'longest attribute value of a log record; default: `OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT`',
      }),
    },
    batch: batchSettings('OTEL_BLRP', 1_000, 'log records'),
    otlp: otlpSettings('logs'),
  },
  instrumentations: {
    enabled: setting(listOf(...INSTRUMENTATION_NAMES, 'none'), {
      variables: 'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
      default: undefined,
      about: `only these instrumentations; default: all but ${OFF_BY_DEFAULT.join(', ')}`,
    }),
    disabled: setting(listOf(...INSTRUMENTATION_NAMES), {
      variables: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
      default: [],
      about: 'these instrumentations not',
    }),
    switches: instrumentationSwitches(),
  },
  ignoreRoutes: setting(textList, {
    variables: 'OTELIER_IGNORE_ROUTES',
    default: ['/health*', '/metrics', '/healthz', '/livez', '/readyz'],
    about: 'incoming requests that are not traced: exact paths, or prefixes ending in `*`',
  }),
  http: setting(oneOf('channels', 'official'), {
    variables: 'OTELIER_HTTP',
    default: 'channels',
    about: "what traces HTTP servers: Node's diagnostics channels, or the official instrumentation as it is",
  }),
};

function batchSettings(prefix: string, scheduleDelay: number, what: string) {
  return {
    scheduledDelayMillis: setting(millis, {
      variables: `${prefix}_SCHEDULE_DELAY`,
      default: scheduleDelay,
      about: `longest time ${what} wait for a batch`,
    }),
    exportTimeoutMillis: setting(positiveMillis, {
      variables: `${prefix}_EXPORT_TIMEOUT`,
      default: 30_000,
      about: 'longest time for one export; what fails for the moment is exported again',
    }),
    maxQueueSize: setting(positive, {
      variables: `${prefix}_MAX_QUEUE_SIZE`,
      // Beyond the specification's 2,048, and everything counted: 2,000 a second stand a destination that takes a second (docs/decisions/013).
      default: 8_192,
      about: `${what} that may wait or be under way; more are dropped`,
    }),
    maxExportBatchSize: setting(positive, {
      variables: `${prefix}_MAX_EXPORT_BATCH_SIZE`,
      default: 512,
      about: `${what} in one export; at most the queue size`,
    }),
  };
}

function instrumentationSwitches(): Record<InstrumentationName, Setting<boolean | undefined>> {
  const entries = INSTRUMENTATION_NAMES.map((name) => {
    const about = `${name} on or off; wins over the two lists`;
    return [name, setting(boolean, { variables: switchVariable(name), default: undefined, about })];
  });
  return Object.fromEntries(entries);
}
