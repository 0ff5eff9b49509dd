import { existsSync } from 'node:fs';
import { chmod, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command.ts';

const PACKAGE_FOLDER = 'package';

/** Finds a program of a Debian package: on this machine, or else in the package. */
export interface DebianProgram {
  readonly name: string;
  /** Path of the program in the unpacked package. */
  readonly path: string;
  /** Folders to look in beside PATH. */
  readonly folders?: readonly string[];
}

/** Puts programs into a folder: those of this machine when it has them all, else the files of Debian packages. */
export async function provideDebianPrograms(
  folder: string,
  programs: readonly DebianProgram[],
  packages: readonly string[],
): Promise<void> {
  const found = programs.map(findProgram);
  if (found.every((file) => file !== undefined)) {
    for (const file of found) await symlink(file, path.join(folder, path.basename(file)));
    return;
  }
  await unpackDebianPackages(folder, packages);
  for (const program of programs) await writeLauncher(folder, program);
}

function findProgram({ name, folders = [] }: DebianProgram): string | undefined {
  const places = [...(process.env['PATH'] ?? '').split(path.delimiter), ...folders];
  return places.map((place) => path.join(place, name)).find((file) => path.isAbsolute(file) && existsSync(file));
}

/** Unpacked and not installed: no service starts, no root is needed, nobody waits for dpkg's lock. */
async function unpackDebianPackages(folder: string, packages: readonly string[]): Promise<void> {
  const options = { cwd: folder };
  await runCommand('apt-get', ['download', ...packages], options).catch(async () => {
    await updatePackageLists(folder);
    await runCommand('apt-get', ['download', ...packages], options);
  });
  const archives = (await readdir(folder)).filter((file) => file.endsWith('.deb'));
  for (const archive of archives) {
    await runCommand('dpkg-deb', ['--extract', archive, PACKAGE_FOLDER], options);
    await rm(path.join(folder, archive));
  }
}

async function updatePackageLists(folder: string): Promise<void> {
  const update = ['apt-get', '-o', 'DPkg::Lock::Timeout=300', 'update'];
  const [command = '', ...args] = process.getuid?.() === 0 ? update : ['sudo', '--non-interactive', ...update];
  await runCommand(command, args, { cwd: folder });
}

/** A script, so that the program finds the libraries that came with it, and is found where the folder is moved to. */
async function writeLauncher(folder: string, program: DebianProgram): Promise<void> {
  const libraries = path.join(folder, PACKAGE_FOLDER, 'usr/lib');
  const architecture = (await readdir(libraries)).find((name) => name.includes('-linux-')) ?? '';
  const launcher = path.join(folder, program.name);
  await writeFile(
    launcher,
    `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")/${PACKAGE_FOLDER}
LD_LIBRARY_PATH=$here/usr/lib/${architecture} exec "$here/${program.path}" "$@"
`,
  );
  await chmod(launcher, 0o755);
  await runCommand(launcher, ['--version'], { cwd: folder });
}
