// Loggers that are not as expected go on as without otelier, and that their output is not redacted is said once.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deliver } from '../../environment/delivery.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';

interface Library {
  readonly name: string;
  readonly version: string;
  /** By path. */
  readonly files: Readonly<Record<string, string>>;
}

const PINO = `const pino = () => ({ info: console.log });
module.exports = Object.assign(pino, { symbols: {} });`;

const CASES: readonly (readonly [string, Library, string])[] = [
  [
    'a newer major version',
    { name: 'pino', version: '11.0.0', files: { 'index.js': PINO } },
    'otelier [warn] pino: expected version >=5.14.0 <11, got 11.0.0; its own output is not redacted\n',
  ],
  [
    'pino without the symbol of lines',
    { name: 'pino', version: '10.99.0', files: { 'index.js': PINO } },
    'otelier [warn] pino: expected a logger that writes lines by symbols.asJsonSym; its own output is not redacted\n',
  ],
  [
    'winston with another logger',
    {
      name: 'winston',
      version: '3.99.0',
      files: {
        'index.js': "const L = require('./lib/winston/logger.js'); module.exports = () => new L();",
        'lib/winston/logger.js':
          'module.exports = class { write() {} configure() {} info(text) { console.log(text); } };',
      },
    },
    'otelier [warn] winston: expected a logger of version 3, which is a stream; its own output is not redacted\n',
  ],
];

describe('loggers that cannot be redacted', () => {
  test.concurrent.each(CASES)('%s', async (_, { name, version, files }, warning) => {
    using folder = new TemporaryFolder();
    const place = join('node_modules', name);
    mkdirSync(join(folder.path, place, 'lib/winston'), { recursive: true });
    folder.write(join(place, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
    for (const [file, content] of Object.entries(files)) folder.write(join(place, file), content);
    const source = `const create = require('${name}'); create().info('one'); create().info('two');`;
    const { result } = await deliver({ file: folder.write('app.cjs', source) });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'one\ntwo\n', stderr: warning });
  });
});
