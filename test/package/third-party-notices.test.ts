import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { renderNotices } from '../../scripts/build/third-party-notices.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'otelier-notices-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a package and returns the notices of a bundle that contains it. */
function noticesOf(manifest: object, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(folder, 'root-'));
  const inside = path.join(root, 'node_modules/outer/node_modules/inner');
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    mkdirSync(path.dirname(path.join(inside, name)), { recursive: true });
    writeFileSync(path.join(inside, name), text);
  }
  const inputs = { 'node_modules/outer/node_modules/inner/lib/a.js': { bytes: 1, imports: [] } };
  return renderNotices(root, [{ inputs }]);
}

const INNER = { name: 'inner', version: '1.2.3', license: 'MIT', author: { name: 'Ann' } };

describe('renderNotices', () => {
  test('contains every licence and notice file of a nested package', () => {
    const files = {
      'LICENSE-MIT': 'mit text',
      'license.md': 'more',
      NOTICE: 'made by Ann',
      'LICENSES/x/LICENSE': 'of x',
    };
    const text = noticesOf(INNER, files);
    for (const part of [
      'inner 1.2.3 (MIT)',
      'mit text',
      'more',
      'NOTICE:\n\nmade by Ann',
      'LICENSES/x/LICENSE:\n\nof x',
    ])
      expect(text).toContain(part);
  });

  test('takes the text from the README of a package without a licence file', () => {
    const readme =
      '# inner\n\n## License\n\nCopyright (c) 2014 Ann\n\nPermission … DEALINGS IN\nTHE SOFTWARE.\n\n[1]: x';
    const text = noticesOf(INNER, { 'README.md': readme });
    expect(text).toContain('Copyright (c) 2014 Ann\n\nPermission … DEALINGS IN\nTHE SOFTWARE.');
    expect(text).not.toContain('[1]');
  });

  test('uses the standard text of MIT when the package only names it', () => {
    const text = noticesOf(
      { ...INNER, license: undefined, licenses: [{ type: 'MIT' }] },
      { 'README.md': 'MIT Licensed' },
    );
    expect(text).toMatch(/inner 1\.2\.3 \(MIT\)[\s\S]*Copyright \(c\) Ann[\s\S]*Permission is hereby granted/);
  });

  test.each([
    ['a package without a licence', { ...INNER, license: undefined }, { LICENSE: 'text' }],
    ['a licence without a text', { ...INNER, license: 'Apache-2.0' }, {}],
  ])('refuses %s', (_, manifest, files) => {
    expect(() => noticesOf(manifest, files)).toThrow(/inner in .*expected .* must not be bundled/);
  });
});

describe('notices of the package', () => {
  let installed: InstalledPackage;
  beforeAll(async () => {
    installed = await installPackage();
  }, 180_000);
  afterAll(async () => {
    await installed?.remove();
  });

  test('name a licence for each package, with its text', () => {
    const file = path.join(installed.folder, 'node_modules/otelier/dist/THIRD-PARTY-NOTICES.txt');
    const sections = readFileSync(file, 'utf8')
      .split(/^={80}$/m)
      .slice(1);
    const headings = sections.filter((_, index) => index % 2 === 0).map((text) => text.trim());
    const texts = sections.filter((_, index) => index % 2 === 1);
    const packages = headings.flatMap((heading) => heading.split('\n'));
    expect(packages.filter((line) => !/^(@[\w-]+\/)?[\w.-]+ \d+\.\d+\.\d+\S* \([\w .-]+\)$/.test(line))).toEqual([]);
    expect(texts.filter((text) => text.length < 400)).toEqual([]);
    const names = packages.map((line) => line.split(' ')[0]);
    // Those of jaeger-client are nested, and some of them come without a licence file.
    for (const name of ['error', 'data-uri-to-buffer', 'bufrw', 'thriftrw', 'hexer', 'string-template', 'winston'])
      expect(names).toContain(name);
    expect(texts.join('')).toContain('This product includes software developed at Datadog');
  });
});
