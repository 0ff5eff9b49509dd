import path from 'node:path';
import { runCommand } from './command.ts';
import type { ServerRecipe } from './server-recipe.ts';

const VERSION = '0.21.1';

/** A Python with the published L0 runtime and its monitor: what ours is compared with. https://pypi.org/project/ai2070-l0/ */
export const l0Recipe: ServerRecipe = {
  version: VERSION,
  lane: 'pip',
  files: ['bin/python'],
  async build(folder) {
    await runCommand('python3', ['-m', 'venv', folder], { cwd: folder });
    const install = ['-m', 'pip', 'install', '--no-input', `ai2070-l0==${VERSION}`];
    await runCommand(path.join(folder, 'bin', 'python'), install, { cwd: folder });
  },
};
