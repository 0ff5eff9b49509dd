import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');

describe('documentation', () => {
  test.each([
    'package.json',
    'tsconfig.json',
    'src',
    'register.ts',
    'test',
    'collector-config.yaml',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'docs/decisions',
    'examples',
    'bench',
    '.ci/run',
  ])('has %s at the top level', (name) => {
    expect(existsSync(path.join(root, name))).toBe(true);
  });

  const inDocs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(
    (name) => `docs/${name}`,
  );
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'bench/README.md',
    'examples/agent-service/README.md',
    'examples/custom-exporter/README.md',
    ...inDocs,
  ].filter((name) => name.endsWith('.md'));

  test.each(pages)('%s has no dead link', (page) => {
    const text = readFileSync(path.join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(path.join(root, path.dirname(page), link)))).toEqual([]);
  });
});
