/**
 * The names of all instrumentations, for OTEL_NODE_*_INSTRUMENTATIONS and OTEL_INSTRUMENTATION_<NAME>_ENABLED. An official instrumentation has its own name
 * without `@opentelemetry/instrumentation-`. `instrumentation/catalogue.ts` lists the modules that arm each.
 */
export const INSTRUMENTATION_NAMES = [
  'http',
  'undici',
  'express',
  'fastify',
  'koa',
  'hapi',
  'nestjs-core',
  'pg',
  'mysql',
  'mysql2',
  'mongodb',
  'redis',
  'ioredis',
  'kafkajs',
  'amqplib',
  'graphql',
  'grpc',
  'aws-sdk',
  'socket.io',
  'openai',
  'anthropic',
  'winston',
  'pino',
  'bunyan',
  'dns',
  'net',
  'fs',
  'runtime-node',
  'process-metrics',
] as const;

export type InstrumentationName = (typeof INSTRUMENTATION_NAMES)[number];

/** These create a span for every look-up, socket or file, which costs more than most applications accept. */
export const OFF_BY_DEFAULT: readonly InstrumentationName[] = ['dns', 'net', 'fs'];

/** The variable that enables or disables one instrumentation. Characters that shells do not allow in a name become `_`. */
export function switchVariable(name: string): string {
  return `OTEL_INSTRUMENTATION_${name.toUpperCase().replaceAll(/[^A-Z\d<>]/g, '_')}_ENABLED`;
}
