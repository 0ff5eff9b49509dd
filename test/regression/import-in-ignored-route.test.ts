import { describe, expect, test } from '@jest/globals';
import { deliver } from '../environment/delivery.ts';
import { expectOutcome } from '../program/outcome.ts';
import { inline, ONLY } from './inline.ts';

const PROGRAM = `
  import { createServer, get } from 'node:http';
  const server = createServer(async (request, response) => {
    const { default: winston } = await import('winston');
    winston.createLogger({ transports: [new winston.transports.Console()] }).info('checked');
    response.end();
  });
  server.listen(0, '127.0.0.1', () => {
    const options = { port: server.address().port, path: '/health', agent: false };
    get(options, (response) => response.resume().on('end', () => server.close()));
  });
`;

describe('import in an ignored route', () => {
  test('instruments a library that the handler of an ignored route imports first', async () => {
    const { result, logs, spans } = await deliver({
      ...inline(PROGRAM),
      env: { ...ONLY.tracesAndLogs, OTELIER_IGNORE_ROUTES: '/health' },
    });
    expectOutcome(result, { stdout: '{"level":"info","message":"checked"}\n', stderr: '' });
    expect(logs.map(({ body }) => body)).toEqual(['checked']);
    // The route was indeed ignored.
    expect(spans.filter(({ kind }) => kind === 'server')).toEqual([]);
  });
});
