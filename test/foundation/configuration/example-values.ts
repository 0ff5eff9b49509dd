import { INSTRUMENTATION_NAMES } from '../../../src/foundation/configuration/settings/instrumentation-names.ts';

/** For every setting a text in odd but allowed spelling, and the value it stands for in the configuration. */
export type Example = readonly [text: string, value: unknown];

const count: Example = [' 17 ', 17];
const list = (text: string, ...items: string[]): Example => [text, items];

function batch(name: string): Record<string, Example> {
  return {
    [`${name}.batch.scheduledDelayMillis`]: ['0', 0],
    [`${name}.batch.exportTimeoutMillis`]: ['1', 1],
    [`${name}.batch.maxQueueSize`]: ['4096', 4_096],
    [`${name}.batch.maxExportBatchSize`]: ['2048', 2_048],
  };
}

function otlp(signal: string): Record<string, Example> {
  return {
    [`${signal}.otlp.protocol`]: ['HTTP/JSON', 'http/json'],
    [`${signal}.otlp.endpoint`]: ['https://host:1/v2', 'https://host:1/v2'],
    [`${signal}.otlp.headers`]: ['a=1,b=%20', { a: '1', b: ' ' }],
    [`${signal}.otlp.timeoutMillis`]: ['2147483647', 2_147_483_647],
    [`${signal}.otlp.compression`]: ['GZip', 'gzip'],
    [`${signal}.otlp.certificate`]: ['/ca.pem', '/ca.pem'],
    [`${signal}.otlp.clientCertificate`]: ['/client.pem', '/client.pem'],
    [`${signal}.otlp.clientKey`]: ['/client.key', '/client.key'],
    [`${signal}.otlp.insecure`]: ['TRUE', true],
  };
}

const SWITCHES = INSTRUMENTATION_NAMES.map((name) => [`instrumentations.switches.${name}`, ['False', false]] as const);

export const EXAMPLES: Readonly<Record<string, Example>> = {
  disabled: ['True', true],
  configFile: ['/otel.yaml', '/otel.yaml'],
  logLevel: ['WARN', 'warn'],
  shutdownTimeoutMillis: ['0', 0],
  preset: ['Minimal', 'minimal'],
  'sampling.rate': ['.5', 0.5],
  'sampling.minDuration': ['0.25', 0.25],
  'sampling.sampleErrors': ['False', false],
  'sampling.sampleSlow': ['FALSE', false],
  'sampling.slowThreshold': ['1e1', 10],
  'spool.folder': ['/var/spool/otelier', '/var/spool/otelier'],
  'spool.maxMebibytes': ['64', 64],
  'proxy.collector': ['http://proxy:3128', 'http://proxy:3128'],
  'proxy.isFromEnvironment': ['1', true],
  'proxy.http': ['http://proxy:3128', 'http://proxy:3128'],
  'proxy.https': ['http://proxy:3128', 'http://proxy:3128'],
  'proxy.bypass': ['localhost,.internal', 'localhost,.internal'],
  'redaction.mode': ['Hash', 'hash'],
  'redaction.keys': list('pin, /^x-.+/', 'pin', '/^x-.+/'),
  'redaction.allowKeys': list('a', 'a'),
  'redaction.patterns': ['["a{1,2}"]', [{ name: 'pattern_1', pattern: 'a{1,2}' }]],
  'redaction.pii': ['TRUE', true],
  'redaction.hashKey': ['k', 'k'],
  'redaction.console': ['False', false],
  'genAi.optIn': list('HTTP,gen_ai_latest_experimental', 'http', 'gen_ai_latest_experimental'),
  'genAi.content': ['span_Only', 'SPAN_ONLY'],
  'genAi.maxContentLength': ['1024', 1_024],
  'genAi.mapping': ['False', false],
  'genAi.originals': ['DROP', 'drop'],
  'service.name': [' Shop ', 'Shop'],
  'resource.attributes': ['a=b', { a: 'b' }],
  'resource.otelierAttributes': ['c=d', { c: 'd' }],
  'resource.detectors': list('ENV,Host,container', 'host', 'container'),
  propagators: list('B3multi,jaeger', 'b3multi', 'jaeger'),
  'attributeLimits.count': count,
  'attributeLimits.valueLength': count,
  'traces.exporters': list('Zipkin,CONSOLE', 'zipkin', 'console'),
  'traces.sampler': ['ParentBased_TraceIdRatio', 'parentbased_traceidratio'],
  'traces.samplerArg': ['.25', 0.25],
  'traces.limits.attributeCount': count,
  'traces.limits.attributeValueLength': count,
  'traces.limits.eventCount': count,
  'traces.limits.linkCount': count,
  'traces.limits.attributePerEventCount': count,
  'traces.limits.attributePerLinkCount': count,
  ...batch('traces'),
  ...otlp('traces'),
  'traces.zipkin.endpoint': ['http://zipkin/spans', 'http://zipkin/spans'],
  'traces.jaeger.endpoint': ['http://jaeger/api/traces', 'http://jaeger/api/traces'],
  'traces.jaeger.user': ['ada', 'ada'],
  'traces.jaeger.password': ['pass word', 'pass word'],
  'traces.jaeger.agentHost': ['agent', 'agent'],
  'traces.jaeger.agentPort': ['65535', 65_535],
  'metrics.exporters': list('none', 'none'),
  'metrics.reader.intervalMillis': ['60001', 60_001],
  'metrics.reader.timeoutMillis': ['1', 1],
  ...otlp('metrics'),
  'metrics.temporality': ['LowMemory', 'lowmemory'],
  'metrics.histogramAggregation': ['BASE2_exponential_bucket_histogram', 'base2_exponential_bucket_histogram'],
  'metrics.prometheus.host': ['0.0.0.0', '0.0.0.0'],
  'metrics.prometheus.port': ['1', 1],
  'logs.exporters': list('Console,otlp', 'console', 'otlp'),
  'logs.limits.attributeCount': count,
  'logs.limits.attributeValueLength': count,
  ...batch('logs'),
  ...otlp('logs'),
  'instrumentations.enabled': list('HTTP,openai', 'http', 'openai'),
  'instrumentations.disabled': list('Winston', 'winston'),
  ...Object.fromEntries(SWITCHES),
  http: ['official', 'official'],
  ignoreRoutes: list('/Up,/internal/*', '/Up', '/internal/*'),
};
