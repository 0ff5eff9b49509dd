import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { licenseText, readManifest, spdxLicense } from './license-text.ts';

/**
 * The licences and notices of every package in the bundles, which their authors require when their code is passed on.
 * @throws when the text of a licence cannot be found
 */
export function renderNotices(root: string, metafiles: readonly Pick<Metafile, 'inputs'>[]): string {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap(packageFolder));
  const sorted = [...folders].sort().map((folder) => path.join(root, folder));
  // Copies of one licence differ in white space only.
  const byText = Map.groupBy(sorted, (folder) => licenseText(folder).replace(/\s+/g, ' '));
  const licenses = [...byText.values()].map((members) => renderSection(members, licenseText(members[0] ?? '')));
  const notices = sorted.flatMap((folder) => noticeFiles(folder).map((text) => renderSection([folder], text)));
  return `otelier contains code of the following packages.\n\n${[...licenses, ...notices].join('\n')}`;
}

function packageFolder(input: string): readonly string[] {
  // A name with a namespace is a module that the build made.
  const match = /^([^:]*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match?.[1] === undefined ? [] : [match[1]];
}

function renderSection(folders: readonly string[], text: string): string {
  const names = folders.map((folder) => {
    const { name, version } = readManifest(folder);
    return `${String(name)} ${String(version)} (${spdxLicense(folder)})`;
  });
  const line = '='.repeat(80);
  return `${line}\n${[...new Set(names)].join('\n')}\n${line}\n${text}\n`;
}

/** NOTICE files, and licences of code that the package contains (`LICENSES/<package>/LICENSE`). */
function noticeFiles(folder: string): readonly string[] {
  const inside = path.join(folder, 'LICENSES');
  const contained = existsSync(inside)
    ? readdirSync(inside, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
    : [];
  const own = readdirSync(folder).filter((entry) => /^notice/i.test(entry));
  return [...own.map((entry) => path.join(folder, entry)), ...contained.sort()].map(
    (file) => `${path.relative(folder, file)}:\n\n${readFileSync(file, 'utf8').trim()}`,
  );
}
