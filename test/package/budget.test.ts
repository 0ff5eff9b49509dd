// The cost of the package: files loaded at the start, packages and bytes on the disk, copies of modules that may exist once.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type InstalledPackage, installPackage, root } from './installed-package.ts';
import { loadedFiles } from './loaded-files.ts';

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
}, 180_000);

afterAll(() => installed?.remove());

// Nobody listens there, and nothing waits to be sent.
const NOWHERE = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_LOG_LEVEL: 'none' };
const REGISTER = ['--import', 'otelier/register'];

describe('package budget', () => {
  describe('loaded', () => {
    test('at the start: one file beside the entry, and no instrumentation', async () => {
      expect(await loadedFiles(installed, [...REGISTER, '-e', ''], NOWHERE)).toEqual([
        'otelier/dist/core.cjs',
        'otelier/dist/register.cjs',
      ]);
    });

    test('what can be read back in the process is no part of that one file', () => {
      const core = readFileSync(path.join(installed.folder, 'node_modules/otelier/dist/core.cjs'), 'utf8');
      expect(core).not.toMatch(/(MetricsCollector|TraceRecorder|PerformanceTracker)=class\b/);
      const index = readFileSync(path.join(installed.folder, 'node_modules/otelier/dist/index.cjs'), 'utf8');
      expect(index).toMatch(/MetricsCollector=class\b/);
    });

    test('disabled: the entry', async () => {
      const env = { OTEL_SDK_DISABLED: 'true' };
      expect(await loadedFiles(installed, [...REGISTER, '-e', ''], env)).toEqual(['otelier/dist/register.cjs']);
    });

    test('disabled with propagators: what passes the context on', async () => {
      const env = { OTEL_SDK_DISABLED: 'true', OTEL_PROPAGATORS: 'b3' };
      expect(await loadedFiles(installed, [...REGISTER, '-e', ''], env)).toEqual([
        'otelier/dist/disabled-propagation.cjs',
        'otelier/dist/register.cjs',
      ]);
    });

    test('by a program that requires http: its instrumentation, none of the lexers, no other', async () => {
      const files = await loadedFiles(installed, [...REGISTER, '-e', "require('http')"], NOWHERE);
      expect(files).toContain('otelier/dist/opentelemetry-instrumentation-http.cjs');
      expect(files.join(' ')).not.toMatch(/lexer|create-hook|grpc|zipkin|jaeger|undici|winston|openai/);
    });

    test.each([
      ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', /grpc-plan/],
      ['OTEL_TRACES_EXPORTER', 'zipkin', /zipkin/],
      ['OTEL_TRACES_EXPORTER', 'jaeger', /jaeger/],
      ['OTELIER_PRESET', 'production', /preset-sampling/],
    ])('with %s=%s: what that needs', async (variable, value, file) => {
      const env = { ...NOWHERE, [variable]: value };
      expect((await loadedFiles(installed, [...REGISTER, '-e', ''], env)).join(' ')).toMatch(file);
    });
  });

  describe('installed', () => {
    const packages = (): readonly string[] => {
      const { packages } = JSON.parse(readFileSync(path.join(installed.folder, 'package-lock.json'), 'utf8')) as {
        packages: Readonly<Record<string, unknown>>;
      };
      return Object.keys(packages).filter((folder) => folder !== '');
    };

    test('at most 20 packages and 25 MB', () => {
      expect(packages().length).toBeLessThanOrEqual(20);
      const modules = path.join(installed.folder, 'node_modules');
      const kilobytes = Number(execFileSync('du', ['-sk', modules], { encoding: 'utf8' }).split('\t')[0]);
      expect(kilobytes).toBeLessThanOrEqual(25 * 1024);
    });

    test('otelier itself: at most 8 MB, without source maps, with the licences of what it contains', () => {
      const dist = path.join(installed.folder, 'node_modules/otelier/dist');
      const kilobytes = Number(execFileSync('du', ['-sk', dist], { encoding: 'utf8' }).split('\t')[0]);
      expect(kilobytes).toBeLessThanOrEqual(8 * 1024);
      expect(readdirSync(dist, { recursive: true }).filter((file) => String(file).endsWith('.map'))).toEqual([]);
      expect(existsSync(path.join(dist, 'THIRD-PARTY-NOTICES.txt'))).toBe(true);
    });

    test('types that refer to types which are there, and no others', () => {
      const types = path.join(installed.folder, 'node_modules/otelier/dist/types');
      const files = readdirSync(types, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.d\.c?ts$/.test(file))
        .map((file) => path.join(types, file));
      const referredTo = files.flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/(?:from |import |import\()['"](\.[^'"]+)['"]/g)].map(
          ([, target = '']) => path.resolve(path.dirname(file), target.replace(/\.(c?)js$/, '.d.$1ts')),
        ),
      );
      const { exports } = JSON.parse(readFileSync(path.join(types, '../../package.json'), 'utf8')) as {
        exports: unknown;
      };
      const entries = [...JSON.stringify(exports).matchAll(/"types":"\.\/dist\/types\/([^"]+)"/g)].map(
        ([, file = '']) => path.join(types, file),
      );
      expect(new Set([...entries, ...referredTo])).toEqual(new Set(files));
    });

    test.each([
      '@opentelemetry/api',
      '@opentelemetry/instrumentation',
      'import-in-the-middle',
      'require-in-the-middle',
    ])('one copy of %s', (name) => {
      expect(packages().filter((folder) => folder.endsWith(`node_modules/${name}`))).toHaveLength(1);
    });
  });

  /** Something that stands in each copy of a package, and nowhere else. */
  const MARKS = {
    '@opentelemetry/instrumentation': /InstrumentationBase=class|class InstrumentationBase\b/,
    'require-in-the-middle': /RitmExports/,
    // The other copy is of no consequence: it is used when telemetry is off, and the API's state is on the global object.
    '@opentelemetry/api, but for a disabled SDK': /(?<!io\.)opentelemetry\.js\.api(?![\s\S]*startPropagation)/,
  } as const;

  test.each(Object.entries(MARKS))('one copy of %s in the bundles', (_, mark) => {
    const dist = path.join(root, 'dist');
    const files = readdirSync(dist).filter((file) => file.endsWith('.cjs'));
    const found = files.filter((file) => mark.test(readFileSync(path.join(dist, file), 'utf8')));
    expect(found).toHaveLength(1);
  });
});
