import { expect, test } from '@jest/globals';
import { deliver } from '../environment/delivery.ts';
import { sourceUrl } from '../pipeline/exporters/programs.ts';
import { expectOutcome } from '../program/outcome.ts';
import { ONLY, withoutRegister } from './inline.ts';

const PROGRAM = `
  import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
  import { start } from ${sourceUrl('src/public/index.ts')};
  start({ instrumentations: [new HttpInstrumentation({ requestHook: (span) => span.setAttribute('app.own', true) })] });
  const http = process.getBuiltinModule('node:module').createRequire('/')('node:http');
  const server = http.createServer((request, response) => response.end());
  server.listen(0, '127.0.0.1', () => {
    const options = { port: server.address().port, agent: false };
    http.get(options, (response) => response.resume().on('end', () => server.close()));
  });
`;

test("an application's own http instrumentation is the only one: each request has one span", async () => {
  const { result, spans } = await deliver({ ...withoutRegister(PROGRAM), env: ONLY.traces });
  expectOutcome(result, { stderr: '' });
  expect(spans.map(({ kind, attributes }) => [kind, attributes['app.own']]).sort()).toEqual([
    ['client', true],
    ['server', true],
  ]);
});
