import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command.ts';
import type { ServerRecipe } from './server-recipe.ts';

const VERSION = '1.62.0';
const PACKAGE = 'github.com/jaegertracing/jaeger/cmd/all-in-one';

/** Jaeger all-in-one, without its web page. 1.x, because the thrift receivers that the jaeger exporter needs end with it. */
export const jaegerRecipe: ServerRecipe = {
  version: VERSION,
  lane: 'go',
  files: ['jaeger'],
  async build(folder) {
    const options = { cwd: folder, env: { CGO_ENABLED: '0' } };
    // `go install` refuses modules with replace directives; as a dependency of an empty module it builds.
    await runCommand('go', ['mod', 'init', 'otelier.test/jaeger'], options);
    await runCommand('go', ['get', `${PACKAGE}@v${VERSION}`], options);
    await runCommand('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', 'jaeger', PACKAGE], options);
    for (const file of await readdir(folder)) if (file !== 'jaeger') await rm(path.join(folder, file));
  },
};
