import { provideDebianPrograms } from './debian-package.ts';
import type { ServerRecipe } from './server-recipe.ts';

const PROGRAMS = ['prometheus', 'promtool'] as const;

/** Prometheus and promtool: those of this machine, else the files of the Debian package. */
export const prometheusRecipe: ServerRecipe = {
  version: 'system',
  lane: 'apt',
  files: PROGRAMS,
  build: (folder) =>
    provideDebianPrograms(
      folder,
      PROGRAMS.map((name) => ({ name, path: `usr/bin/${name}` })),
      ['prometheus'],
    ),
};
