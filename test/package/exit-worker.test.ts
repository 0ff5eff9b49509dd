// The thread that sends telemetry at the end of the process, where its file is not what or where it was.
import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OtlpReceiver, startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';

const REGISTER = ['--import', 'otelier/register'];
const SPAN = `require('@opentelemetry/api').trace.getTracer('test').startSpan(process.argv[2]).end();`;

let installed: InstalledPackage;
let receiver: OtlpReceiver;
const dist = (...names: readonly string[]): string =>
  path.join(installed.folder, 'node_modules/otelier/dist', ...names);

beforeAll(async () => {
  installed = await installPackage();
  receiver = await startOtlpReceiver();
}, 240_000);

afterAll(async () => {
  await receiver?.close();
  await installed?.remove();
});

async function run(name: string, program: string, preload: readonly string[] = []) {
  const file = await installed.write('program.cjs', program);
  const started = performance.now();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTELIER_SHUTDOWN_TIMEOUT: '25000' };
  const { stderr } = await installed.node([...preload, ...REGISTER, file, name], env);
  const isReceived = receiver.store.spans.some((span) => span.name === name);
  return { stderr, isReceived, millis: performance.now() - started };
}

const workerFile = (): string => {
  const found = /[\w-]*exit-worker\.cjs/.exec(readFileSync(dist('core.cjs'), 'utf8'))?.[0];
  return dist(found ?? 'exit-worker.cjs');
};

describe('exit worker', () => {
  test('delivers when the installation was replaced while the process ran', async () => {
    const result = await run(
      'replaced',
      `const { renameSync } = require('node:fs');
      const folder = require('node:path').join(__dirname, 'node_modules/otelier');
      const api = require('@opentelemetry/api');
      setTimeout(() => {
        renameSync(folder, folder + '.old');
        api.trace.getTracer('test').startSpan(process.argv[2]).end();
      }, 2_500);`,
    );
    renameSync(dist('../../otelier.old'), dist('..'));
    expect(result).toMatchObject({ isReceived: true, stderr: '' });
  }, 60_000);

  test('delivers from a virtual file system, which worker threads do not have', async () => {
    // As Yarn's Plug'n'Play does: files that are only there for those who ask the patched functions.
    const hook = await installed.write(
      'virtual.cjs',
      `const fs = require('node:fs');
      const Module = require('node:module');
      const real = fs.readFileSync;
      const isVirtual = (file) => String(file).endsWith('exit-worker.cjs');
      fs.readFileSync = (file, ...rest) => real(isVirtual(file) ? file + '.zipped' : file, ...rest);
      const resolve = Module._resolveFilename;
      Module._resolveFilename = function (request, parent, ...rest) {
        if (isVirtual(request)) return require('node:path').join(require('node:path').dirname(parent.filename), request);
        return resolve.call(this, request, parent, ...rest);
      };`,
    );
    const file = workerFile();
    const text = readFileSync(file, 'utf8');
    writeFileSync(`${file}.zipped`, text);
    unlinkSync(file);
    try {
      expect(await run('virtual', SPAN, ['--require', `./${hook}`])).toMatchObject({ isReceived: true, stderr: '' });
    } finally {
      writeFileSync(file, text);
    }
  }, 60_000);

  test.each([
    ['throws', "throw new Error('broken')", /died: broken/],
    ['is no JavaScript', 'function (', /died: .*Unexpected|died: Function statements/],
    ['ends', 'process.exit()', /died: it ended early/],
  ])(
    'that %s at its start is reported at once, and the Collector is not blamed for the time',
    async (_, source, message) => {
      const file = workerFile();
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, source);
      try {
        const { stderr, isReceived, millis } = await run('dies', SPAN);
        expect(stderr).toMatch(message);
        expect(stderr).toMatch(/lost: 1 span/);
        expect(isReceived).toBe(false);
        expect(millis).toBeLessThan(20_000);
      } finally {
        writeFileSync(file, text);
      }
    },
    60_000,
  );
});
