import { existsSync } from 'node:fs';
import { readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command.ts';
import type { ServerRecipe } from './server-recipe.ts';

const PROGRAMS = ['prometheus', 'promtool'] as const;

/** Prometheus and promtool: those of this machine, else the files of the Debian package. */
export const prometheusRecipe: ServerRecipe = {
  version: 'system',
  lane: 'apt',
  files: PROGRAMS,
  async build(folder) {
    const found = PROGRAMS.map((program) => findOnPath(program));
    if (found.every((file) => file !== undefined)) {
      for (const file of found) await symlink(file, path.join(folder, path.basename(file)));
    } else {
      await unpackDebianPackage(folder);
    }
  },
};

/** Unpacked and not installed: no service starts, no root is needed, nobody waits for dpkg's lock. */
async function unpackDebianPackage(folder: string): Promise<void> {
  const options = { cwd: folder };
  await runCommand('apt-get', ['download', 'prometheus'], options).catch(async () => {
    await updatePackageLists(folder);
    await runCommand('apt-get', ['download', 'prometheus'], options);
  });
  const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
  if (archive === undefined) throw new Error('apt-get download prometheus: expected a .deb file, found none');
  await runCommand('dpkg-deb', ['--extract', archive, 'package'], options);
  for (const program of PROGRAMS)
    await rename(path.join(folder, 'package/usr/bin', program), path.join(folder, program));
  await rm(path.join(folder, 'package'), { recursive: true });
  await rm(path.join(folder, archive));
}

async function updatePackageLists(folder: string): Promise<void> {
  const update = ['apt-get', '-o', 'DPkg::Lock::Timeout=300', 'update'];
  const [command = '', ...args] = process.getuid?.() === 0 ? update : ['sudo', '--non-interactive', ...update];
  await runCommand(command, args, { cwd: folder });
}

function findOnPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => path.isAbsolute(file) && existsSync(file));
}
