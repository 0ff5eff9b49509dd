// The package on the Node versions it is for, those without load hooks in the application's thread among them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OtlpReceiver, startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';
import { installNode } from './node-installation.ts';

const SERVE = `
const server = http.createServer((request, response) => response.end('hello')).listen(0, '127.0.0.1', async () => {
  const response = await fetch('http://127.0.0.1:' + server.address().port + '/greet');
  console.log(await response.text());
  server.close();
  server.closeAllConnections();
});`;
const APPS = {
  'cjs.cjs': `const http = require('http');${SERVE}`,
  'esm-default.mjs': `import http from 'node:http';${SERVE}`,
  'esm-named.mjs': `import { createServer } from 'node:http'; const http = { createServer };${SERVE}`,
};
/** The oldest that is supported, the newest without and the oldest with such hooks of its line, and the newest line. */
const VERSIONS = ['22.15.0', '22.22.2', '22.22.3', '26.10.0'];

let installed: InstalledPackage;
let receiver: OtlpReceiver;

beforeAll(async () => {
  installed = await installPackage();
  receiver = await startOtlpReceiver();
  for (const [name, text] of Object.entries(APPS)) await installed.write(name, text);
}, 180_000);

afterAll(async () => {
  await receiver?.close();
  await installed?.remove();
});

describe('supported Node versions', () => {
  describe.each(VERSIONS)('Node %s', (version) => {
    let node: string;

    beforeAll(async () => {
      node = await installNode(version);
    }, 300_000);

    test.each([
      ['--import', 'cjs.cjs'],
      ['--import', 'esm-default.mjs'],
      ['--import', 'esm-named.mjs'],
      ['-r', 'cjs.cjs'],
      ['-r', 'esm-named.mjs'],
    ])('%s, %s: the server span is under the client span', async (flag, app) => {
      const run = `${version} ${flag} ${app}`;
      const env = {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_RESOURCE_ATTRIBUTES: `run=${encodeURIComponent(run)}`,
      };
      const { stdout, stderr } = await installed.run(node, [flag, 'otelier/register', app], env);
      expect([stdout, stderr]).toEqual(['hello\n', '']);
      const spans = receiver.store.spans.filter((span) => span.resource.attributes['run'] === run);
      const server = spans.find((span) => span.kind === 'server');
      const client = spans.find((span) => span.kind === 'client');
      expect(spans).toHaveLength(2);
      expect([server?.traceId, server?.parentSpanId]).toEqual([client?.traceId, client?.spanId]);
    });
  });
});
