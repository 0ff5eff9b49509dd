import { createRequire } from 'node:module';
import type { MeterProvider } from '@opentelemetry/api';
import type { InstrumentationName } from '../../foundation/configuration/settings/instrumentation-names.ts';
import { asBuiltIn } from './application-instrumentations.ts';
import { type CatalogueEntry, entry, loggerEntry, modelEntry, replaceableEntry } from './catalogue-entry.ts';
import { patchBothExports } from './loading/default-and-named-exports.ts';
import { DelayedInstrumentation, type Measuring } from './loading/delayed-instrumentation.ts';

// Through `require` only: the ESM and CommonJS builds of @opentelemetry/instrumentation hold one require-in-the-middle singleton
// each, and with both loaded CommonJS applications are silently not patched.
const load = createRequire(import.meta.url);

/** Which libraries are instrumented, by what, and what arms it. */
export const CATALOGUE: Readonly<Record<InstrumentationName, CatalogueEntry>> = {
  http: replaceableEntry(['http', 'https'], ({ config }) =>
    load('./http/http-instrumentation.ts').createHttpInstrumentation(config),
  ),
  // The fetch built into Node is undici's, and no module load announces its use.
  undici: entry([], () => load('@opentelemetry/instrumentation-undici').UndiciInstrumentation),

  // Express 5 has its router in a package of its own, which this one patches too: instrumentation-router beside it would double the spans.
  express: entry(['express'], () => load('@opentelemetry/instrumentation-express').ExpressInstrumentation),
  fastify: entry(['fastify'], () => load('./fastify.ts').FastifyInstrumentation),
  koa: entry(['koa'], () =>
    load('./described-errors.ts').describingErrors(load('@opentelemetry/instrumentation-koa').KoaInstrumentation),
  ),
  hapi: entry(['@hapi/hapi'], () => patchBothExports(load('@opentelemetry/instrumentation-hapi').HapiInstrumentation)),
  'nestjs-core': entry(['@nestjs/core'], () => load('@opentelemetry/instrumentation-nestjs-core').NestInstrumentation),
  graphql: entry(['graphql'], () => load('@opentelemetry/instrumentation-graphql').GraphQLInstrumentation),
  grpc: entry(['@grpc/grpc-js'], () =>
    patchBothExports(load('@opentelemetry/instrumentation-grpc').GrpcInstrumentation),
  ),
  'socket.io': entry(['socket.io'], () => load('@opentelemetry/instrumentation-socket.io').SocketIoInstrumentation),

  pg: entry(['pg', 'pg-pool'], () =>
    load('./described-errors.ts').describingPg(load('@opentelemetry/instrumentation-pg').PgInstrumentation),
  ),
  mysql: entry(['mysql'], () => patchBothExports(load('@opentelemetry/instrumentation-mysql').MySQLInstrumentation)),
  mysql2: entry(['mysql2', 'mysql2/promise'], () =>
    load('./described-errors.ts').describingMysql2(load('@opentelemetry/instrumentation-mysql2').MySQL2Instrumentation),
  ),
  mongodb: entry(['mongodb'], () => load('@opentelemetry/instrumentation-mongodb').MongoDBInstrumentation),
  redis: entry(['redis', '@redis/client', '@node-redis/client'], () =>
    load('./described-errors.ts').describingRedis(load('@opentelemetry/instrumentation-redis').RedisInstrumentation),
  ),
  ioredis: entry(['ioredis'], () =>
    load('./described-errors.ts').describingRedis(
      load('@opentelemetry/instrumentation-ioredis').IORedisInstrumentation,
    ),
  ),

  kafkajs: entry(['kafkajs'], () => load('@opentelemetry/instrumentation-kafkajs').KafkaJsInstrumentation),
  amqplib: entry(
    ['amqplib', 'amqplib/callback_api'],
    () => load('@opentelemetry/instrumentation-amqplib').AmqplibInstrumentation,
  ),
  // Every client package of the version 3 loads at least one of these; it is in them that calls are seen.
  'aws-sdk': entry(
    [
      '@smithy/core',
      '@smithy/smithy-client',
      '@smithy/middleware-stack',
      '@aws-sdk/smithy-client',
      '@aws-sdk/middleware-stack',
    ],
    () => load('@opentelemetry/instrumentation-aws-sdk').AwsInstrumentation,
  ),
  openai: modelEntry('openai', () => load('./models/openai.ts').createOpenAiInstrumentation),
  anthropic: modelEntry('@anthropic-ai/sdk', () => load('./models/anthropic.ts').createAnthropicInstrumentation),

  winston: loggerEntry(
    'winston',
    () =>
      load('./logger-output/winston-records.ts').recordErrorsOnly(
        load('@opentelemetry/instrumentation-winston').WinstonInstrumentation,
      ),
    () => load('./logger-output/redacting-winston.ts').redactWinston,
  ),
  pino: loggerEntry(
    'pino',
    () => load('@opentelemetry/instrumentation-pino').PinoInstrumentation,
    () => load('./logger-output/redacting-pino.ts').redactPino,
  ),
  bunyan: loggerEntry(
    'bunyan',
    () => patchBothExports(load('@opentelemetry/instrumentation-bunyan').BunyanInstrumentation),
    () => load('./logger-output/redacting-bunyan.ts').redactBunyan,
  ),

  dns: entry(['dns', 'dns/promises'], () =>
    patchBothExports(load('@opentelemetry/instrumentation-dns').DnsInstrumentation),
  ),
  net: entry(['net'], () => patchBothExports(load('@opentelemetry/instrumentation-net').NetInstrumentation)),
  fs: entry(['fs', 'fs/promises'], () => patchBothExports(load('@opentelemetry/instrumentation-fs').FsInstrumentation)),

  'runtime-node': delayed('runtime-node', (provider) => load('./runtime-metrics.ts').measureRuntime(provider)),
  'process-metrics': delayed('process-metrics', (provider) => load('./process-metrics.ts').measureProcess(provider)),
};

/** Metrics of the process, which belong to no library. */
function delayed(name: InstrumentationName, start: (provider: MeterProvider) => Measuring): CatalogueEntry {
  const startAsBuiltIn = (provider: MeterProvider): Measuring => asBuiltIn(() => start(provider));
  return replaceableEntry([], ({ isEnded }) => new DelayedInstrumentation({ name, start: startAsBuiltIn, isEnded }));
}
