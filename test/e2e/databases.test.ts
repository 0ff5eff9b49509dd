// The programs of test/distribution/instrumentation/databases.test.ts against real servers: the same spans.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { DATABASE_PROGRAMS } from '../distribution/instrumentation/database-programs.ts';
import { FORMS, runLibraryProgram } from '../distribution/instrumentation/library-program.ts';
import { outline } from '../distribution/instrumentation/outline.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { startPostgres } from './servers/postgres.ts';
import { startRedis } from './servers/redis.ts';
import { stopServer } from './servers/server-process.ts';

const started = new AsyncDisposableStack();
let env: ProgramEnvironment;
beforeAll(async () => {
  const postgres = started.adopt(await startPostgres('ada'), stopServer);
  const redis = started.adopt(await startRedis(), stopServer);
  env = { POSTGRES_PORT: `${postgres.port}`, REDIS_PORT: `${redis.port}` };
  await create(postgres.port, 'postgres', 'CREATE DATABASE shop');
  await create(postgres.port, 'shop', "CREATE TABLE users AS SELECT 7 AS id, 'Ada' AS name");
});
afterAll(() => started.disposeAsync());

async function create(port: number, database: string, statement: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'ada', database });
  await client.connect();
  await client.query(statement);
  await client.end();
}

const PROGRAMS = DATABASE_PROGRAMS.filter(({ program }) => ['pg', 'redis', 'ioredis'].includes(program));

describe('databases', () => {
  test.each(PROGRAMS.flatMap((program) => FORMS.map((form) => [program.program, form, program] as const)))(
    '%s, %s',
    async (_program, form, { tree, attributes, ...program }) => {
      const { spans, result } = await runLibraryProgram({ ...program, env }, form);
      expect(result.stdout).toMatch(/^Ada$/m);
      expect(outline(spans, attributes)).toEqual(tree);
    },
  );
});
