import winston from 'winston';

/** A plain winston logger, as applications have it: one JSON line a record on the console. */
export function createServiceLogger(): winston.Logger {
  const { combine, json, timestamp } = winston.format;
  const format = combine(timestamp(), json({ replacer: (_key, value) => readableError(value) }));
  return winston.createLogger({
    level: process.env['LOG_LEVEL'] ?? 'info',
    transports: [new winston.transports.Console({ format })],
  });
}

/** JSON.stringify makes `{}` of an error; its text is what a reader of the console needs. */
function readableError(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { name, message, stack, cause };
}
