import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of the MIT licence, for packages that name it but do not contain it. */
const mitLicense = (holder: string): string => `The MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  /** The form of old packages. */
  readonly licenses?: readonly { readonly type?: string }[];
  readonly author?: string | { readonly name?: string };
}

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** The name of a package's licence. @throws when its package.json has none */
export function spdxLicense(folder: string): string {
  const { name, license, licenses } = readManifest(folder);
  const found = license ?? licenses?.flatMap(({ type }) => type ?? []).join(' OR ');
  if (typeof found === 'string' && found !== '') return found;
  throw new Error(`${name} in ${folder}: expected a licence in package.json, got none; it must not be bundled`);
}

/** The text of a package's licence: its file, the section of its README, or the standard text. @throws without any */
export function licenseText(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const read = (form: RegExp): readonly string[] =>
    entries
      .filter(({ name }) => form.test(name))
      .map(({ name }) => readFileSync(path.join(folder, name), 'utf8').trim());
  const files = read(/^(licen[cs]e|copying)(?![^.]*\.csv$)/i);
  if (files.length > 0) return files.join('\n\n');
  const inReadme = read(/^readme/i).flatMap(
    (text) => /Copyright \(c\)[\s\S]*?DEALINGS IN\s+THE SOFTWARE\./.exec(text) ?? [],
  );
  if (inReadme[0] !== undefined) return `${spdxLicense(folder)}\n\n${inReadme[0]}`;
  const { name, author } = readManifest(folder);
  const holder = typeof author === 'object' ? author.name : author;
  if (spdxLicense(folder) === 'MIT' && holder !== undefined) return mitLicense(holder);
  throw new Error(`${name} in ${folder}: expected the text of its licence, got none; it must not be bundled`);
}
