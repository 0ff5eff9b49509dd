import type { Check } from '../checks/check-result.ts';
import type { DatabaseConnection } from './database-connection.ts';
import { MongodbConnection } from './mongodb-connection.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { PostgresqlConnection } from './postgresql-connection.ts';
import { RedisConnection } from './redis-connection.ts';

type ConnectionType = new (url: URL) => DatabaseConnection;

const CONNECTIONS: Readonly<Record<string, ConnectionType>> = {
  'postgresql:': PostgresqlConnection,
  'postgres:': PostgresqlConnection,
  'mysql:': MysqlConnection,
  'redis:': RedisConnection,
  'rediss:': RedisConnection,
  'mongodb:': MongodbConnection,
};

export const DATABASE_SCHEMES: readonly string[] = Object.keys(CONNECTIONS);

/** A check of the database that a connection string names. A connection on which a check fails is closed: the next check opens another. */
export function createDatabaseCheck(connectionString: string): { readonly check: Check; readonly close: () => void } {
  const url = new URL(connectionString);
  const Connection = CONNECTIONS[url.protocol] as ConnectionType;
  const connection = new Connection(url);
  const check: Check = async (signal) => {
    const close = (): void => connection.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      return { status: 'healthy', message: await connection.check(signal) };
    } catch (error) {
      connection.close();
      throw new Error(withoutCredentials(describeError(error), url));
    } finally {
      signal.removeEventListener('abort', close);
    }
  };
  return { check, close: () => connection.close() };
}

function describeError(error: unknown): string {
  const { code, message, errors } = Object(error) as { code?: unknown; message?: unknown; errors?: readonly unknown[] };
  // A name with several addresses: each has an error of its own, and the whole has no message.
  if ((message === undefined || message === '') && Array.isArray(errors) && errors.length > 0)
    return describeError(errors[0]);
  return [code, message].filter((part) => typeof part === 'string' && part !== '').join(': ') || String(error);
}

/** Drivers and servers quote what they were given. */
function withoutCredentials(message: string, { username, password }: URL): string {
  const secrets = [password, safeDecode(password), username, safeDecode(username)].filter((text) => text.length > 2);
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), message);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
