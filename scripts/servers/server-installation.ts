import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, isServerInstalled, serverFolder } from './server-cache.ts';
import { type ServerName, serverCatalogue } from './server-catalogue.ts';

export type InstallationOutcome = 'installed' | 'already there';

const BUILD_PREFIX = '.build-';
const ABANDONED_AFTER_MILLIS = 6 * 60 * 60 * 1000;

/** Builds in a folder of its own and renames it at the end: what has the final name is complete, also with two at once. */
export async function installServer(server: ServerName): Promise<InstallationOutcome> {
  if (isServerInstalled(server)) return 'already there';
  await mkdir(cacheFolder(), { recursive: true });
  const buildFolder = await mkdtemp(path.join(cacheFolder(), `${BUILD_PREFIX}${server}-`));
  try {
    await serverCatalogue[server].build(buildFolder);
    await publish(server, buildFolder);
  } finally {
    await rm(buildFolder, { recursive: true, force: true });
  }
  if (!isServerInstalled(server)) throw new Error(`${serverFolder(server)} lacks files after the build`);
  return 'installed';
}

async function publish(server: ServerName, buildFolder: string): Promise<void> {
  try {
    await rename(buildFolder, serverFolder(server));
  } catch (error) {
    // Another installer may have been faster. What is there but incomplete is damaged and makes way.
    if (!(await isFolder(serverFolder(server)))) throw error;
    if (isServerInstalled(server)) return;
    await rm(serverFolder(server), { recursive: true });
    await rename(buildFolder, serverFolder(server));
  }
}

/** Removes what interrupted installers left; a folder in use is younger than the limit. */
export async function removeAbandonedBuilds(): Promise<void> {
  if (!(await isFolder(cacheFolder()))) return;
  const builds = (await readdir(cacheFolder())).filter((entry) => entry.startsWith(BUILD_PREFIX));
  for (const build of builds) {
    const folder = path.join(cacheFolder(), build);
    const age = await stat(folder).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ABANDONED_AFTER_MILLIS) await rm(folder, { recursive: true, force: true });
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
