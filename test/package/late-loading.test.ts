// The first export loads the OTLP exporter. By then the application may have changed its surroundings.
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type OtlpReceiver, startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';
import { loadedFiles } from './loaded-files.ts';

const PARTS = 'otelier/dist/otlp-assembly.cjs';
const REGISTER = ['--import', 'otelier/register'];
const HEAD = `
const { trace } = require('@opentelemetry/api');
const { renameSync, rmSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const parts = require.resolve('otelier').replace('index.cjs', 'otlp-assembly.cjs');
const span = (name) => trace.getTracer('test').startSpan(name).end();
`;

let installed: InstalledPackage;
let receiver: OtlpReceiver;
const file = (): string => path.join(installed.folder, 'node_modules', PARTS);

beforeAll(async () => {
  installed = await installPackage();
  receiver = await startOtlpReceiver();
}, 180_000);

afterEach(() => {
  if (existsSync(`${file()}.gone`)) renameSync(`${file()}.gone`, file());
});

afterAll(async () => {
  await receiver?.close();
  await installed?.remove();
});

async function run(program: string, env: Readonly<Record<string, string>> = {}) {
  const name = await installed.write('late.cjs', HEAD + program);
  return installed.node([...REGISTER, name], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env });
}

const received = (name: string): boolean => receiver.store.spans.some((span) => span.name === name);

describe('OTLP exporter that loads on demand', () => {
  test('is loaded by the first export, and not by a program without telemetry', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '10' };
    const name = await installed.write('one-span.cjs', `${HEAD} span('loads'); sleep(500);`);
    expect(await loadedFiles(installed, [...REGISTER, '-e', ''], env)).not.toContain(PARTS);
    expect(await loadedFiles(installed, [...REGISTER, name], env)).toContain(PARTS);
    expect(received('loads')).toBe(true);
  });

  test('loads in another working directory, with the certificates of the start', async () => {
    const ca = await installed.write('ca.pem', '');
    const { stderr } = await run(`rmSync('${ca}'); process.chdir('/'); span('elsewhere');`, {
      OTEL_EXPORTER_OTLP_CERTIFICATE: ca,
    });
    expect(stderr).toBe('');
    expect(received('elsewhere')).toBe(true);
  });

  test('leaves a library that is first used after an export traced', async () => {
    const { stderr } = await run(
      `span('before');
    sleep(500).then(() => {
      const http = require('http');
      const server = http.createServer((request, response) => response.end()).listen(0, '127.0.0.1', () =>
        http.get({ port: server.address().port, path: '/after' }, (response) => response.resume().on('end', () => server.close())),
      );
    });`,
      { OTEL_BSP_SCHEDULE_DELAY: '10' },
    );
    expect(stderr).toBe('');
    expect(received('before')).toBe(true);
    const served = receiver.store.spans.find(
      ({ attributes }) => attributes['url.path'] === '/after' || attributes['http.target'] === '/after',
    );
    expect(served?.kind).toBe('server');
  });

  test('warns once and reports the loss when it cannot be loaded', async () => {
    const { stdout, stderr } = await run(
      `renameSync(parts, parts + '.gone');
    (async () => {
      for (const name of ['a', 'b', 'c']) { span(name); await sleep(200); }
      span('last');
      console.log('done');
    })();`,
      { OTEL_BSP_SCHEDULE_DELAY: '10' },
    );
    expect(stdout).toBe('done\n');
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^otelier \[warn\] .*OTLP exporter: expected to be loaded, got "Cannot find module /),
      expect.stringMatching(
        /^otelier \[warn\] .*OTLP exporter: expected to be loaded, .* lost: 1 span(, \d+ metrics)?$/,
      ),
    ]);
  });

  test('delivers again once it can be loaded', async () => {
    await run(
      `renameSync(parts, parts + '.gone');
    (async () => {
      span('lost');
      await sleep(500);
      renameSync(parts + '.gone', parts);
      span('saved');
    })();`,
      { OTEL_BSP_SCHEDULE_DELAY: '10' },
    );
    expect(received('lost')).toBe(false);
    expect(received('saved')).toBe(true);
  });
});
