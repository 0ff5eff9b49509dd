import { provideDebianPrograms } from './debian-package.ts';
import type { ServerRecipe } from './server-recipe.ts';

/** The program is in redis-tools, and redis-server has a link to it. */
const PACKAGES = ['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2'];

/** Redis: that of this machine, else the files of the Debian packages. */
export const redisRecipe: ServerRecipe = {
  version: 'system',
  lane: 'apt',
  files: ['redis-server'],
  build: (folder) => provideDebianPrograms(folder, [{ name: 'redis-server', path: 'usr/bin/redis-server' }], PACKAGES),
};
