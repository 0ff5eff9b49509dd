import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** The licences of every package that went into a bundle: what their authors ask for when their code is passed on. */
export function renderNotices(root: string, metafiles: readonly Metafile[]): string {
  const folders = new Set(metafiles.flatMap((metafile) => Object.keys(metafile.inputs)).flatMap(packageFolder));
  const byText = Map.groupBy([...folders].sort(), (folder) => licenseText(path.join(root, folder)));
  const sections = [...byText].map(([text, members]) =>
    renderSection(
      members.map((folder) => path.join(root, folder)),
      text,
    ),
  );
  return `otelier contains code of the following packages.\n\n${sections.join('\n')}`;
}

function packageFolder(input: string): readonly string[] {
  // Without a namespace, which means a stand-in that the build made.
  const match = /^([^:]*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match?.[1] === undefined ? [] : [match[1]];
}

function renderSection(folders: readonly string[], text: string): string {
  const names = folders.map((folder) => {
    const { name, version, license } = readManifest(folder);
    return `${String(name)} ${String(version)} (${String(license)})`;
  });
  const line = '='.repeat(80);
  return `${line}\n${[...new Set(names)].join('\n')}\n${line}\n${text}\n`;
}

function licenseText(folder: string): string {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file !== undefined) return readFileSync(path.join(folder, file), 'utf8').trim();
  return `License: ${String(readManifest(folder)['license'])}`;
}

function readManifest(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}
