/**
 * What otelier can instrument, by the names that OTEL_NODE_*_INSTRUMENTATIONS and OTEL_INSTRUMENTATION_<NAME>_ENABLED use; where there
 * is an official instrumentation, its name without `@opentelemetry/instrumentation-`. `instrumentation/catalogue.ts` says what arms each.
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

/** Each of these makes a span of every look-up, socket or file: far more than most applications want to pay for. */
export const OFF_BY_DEFAULT: readonly InstrumentationName[] = ['dns', 'net', 'fs'];

/** The variable that switches one instrumentation on or off; what shells cannot have in a name is `_`. */
export function switchVariable(name: string): string {
  return `OTEL_INSTRUMENTATION_${name.toUpperCase().replaceAll(/[^A-Z\d<>]/g, '_')}_ENABLED`;
}
