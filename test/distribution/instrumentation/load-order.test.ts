// What was loaded before otelier, by its exporters, or in a version it does not know.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deliver } from '../../environment/delivery.ts';
import { expectOutcome } from '../../program/outcome.ts';
import { REGISTER } from '../../program/program.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';
import { inline, ONLY } from '../../regression/inline.ts';

const REQUEST = `
  const server = createServer((request, response) => response.end()).listen(0, '127.0.0.1', () => {
    get({ port: server.address().port, path: '/late' }, (response) => response.resume().on('end', () => server.close()));
  });`;

describe('modules that were loaded before, or by otelier', () => {
  test('are named once', async () => {
    const { warnings } = await deliver({ file: 'telemetry.cjs', nodeOptions: ['-r', 'winston', '--import', REGISTER] });
    expect(warnings).toEqual([expect.stringContaining('expected to be loaded before winston, got loaded after')]);
  });

  test('are not named where their instrumentation is off', async () => {
    const { warnings } = await deliver({
      file: 'telemetry.cjs',
      nodeOptions: ['-r', 'winston', '--import', REGISTER],
      env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'winston' },
    });
    expect(warnings).toEqual([]);
  });

  test.each([
    ['ESM', `import { createServer, get } from 'node:http'; ${REQUEST}`],
    [
      'require',
      `const { createServer, get } = process.getBuiltinModule('module').createRequire('/')('http'); ${REQUEST}`,
    ],
  ])('http that was loaded before is traced all the same (%s), and nobody is warned', async (_, source) => {
    const { file, nodeOptions = [] } = inline(source);
    const { result, spans } = await deliver({
      file,
      nodeOptions: ['-r', 'node:http', ...nodeOptions],
      env: ONLY.traces,
    });
    expectOutcome(result, { stderr: '' });
    expect(spans.map((span) => span.kind).sort()).toEqual(['client', 'server']);
  });

  test.each(["await import('node:http')", "process.getBuiltinModule('module').createRequire('/')('http')"])(
    'http that an exporter loaded first is traced when the application loads it by %s; exports are not',
    async (load) => {
      const { result, spans, metrics, requests } = await deliver(
        inline(`
        import { trace } from '@opentelemetry/api';
        trace.getTracer('test').startSpan('first').end();
        await globalThis[Symbol.for('otelier.handle')].flush();
        const { createServer, get } = ${load};
        ${REQUEST}
        await new Promise((resolve) => server.on('close', resolve));
        // Exports that the instrumentation could see, and after them the metrics that it would count them in.
        for (let i = 0; i < 2; i++) await globalThis[Symbol.for('otelier.handle')].flush();`),
      );
      expectOutcome(result, { stderr: '' });
      expect(requests.length).toBeGreaterThan(1);
      expect(spans.map((span) => span.kind).sort()).toEqual(['client', 'internal', 'server']);
      const durations = metrics.filter((metric) => metric.name === 'http.client.request.duration').at(-1);
      expect(durations?.points).toEqual([expect.objectContaining({ count: 1 })]);
    },
  );

  test.each([
    ['1.99.0', [expect.stringContaining('expected at most version 1.10, which otelier brings, got 1.99.0')]],
    ['1.10.99', []],
    ['1.4.0', []],
    ['2.0.0', []],
  ])('an application with version %s of the API', async (version, expected) => {
    using folder = new TemporaryFolder();
    const api = path.join(folder.path, 'node_modules/@opentelemetry/api');
    await mkdir(api, { recursive: true });
    await writeFile(path.join(api, 'package.json'), JSON.stringify({ name: '@opentelemetry/api', version }));
    await writeFile(path.join(api, 'index.js'), '');
    const file = folder.write('app.cjs', "require('@opentelemetry/api'); import('@opentelemetry/api');");
    const { warnings } = await deliver({ file, env: { OTEL_METRICS_EXPORTER: 'none' } });
    expect(warnings).toEqual(expected);
  });
});
