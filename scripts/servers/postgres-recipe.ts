import { existsSync, readdirSync } from 'node:fs';
import { provideDebianPrograms } from './debian-package.ts';
import type { ServerRecipe } from './server-recipe.ts';

const VERSION = 15;
const PROGRAMS = ['postgres', 'initdb'] as const;
const INSTALLED = '/usr/lib/postgresql';

/** PostgreSQL: that of this machine, of any version, else the files of the Debian packages. */
export const postgresRecipe: ServerRecipe = {
  version: 'system',
  lane: 'apt',
  files: PROGRAMS,
  build: (folder) => {
    const folders = existsSync(INSTALLED) ? readdirSync(INSTALLED).map((version) => `${INSTALLED}/${version}/bin`) : [];
    const programs = PROGRAMS.map((name) => ({ name, folders, path: `usr/lib/postgresql/${VERSION}/bin/${name}` }));
    return provideDebianPrograms(folder, programs, [`postgresql-${VERSION}`, 'libpq5']);
  },
};
