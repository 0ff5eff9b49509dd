import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const read = (page: string): string => readFileSync(path.join(root, page), 'utf8');

const inDocs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(
  (name) => `docs/${name}`,
);
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'CODE_OF_CONDUCT.md',
  'bench/README.md',
  'examples/agent-service/README.md',
  'examples/custom-exporter/README.md',
  ...inDocs,
].filter((name) => name.endsWith('.md'));

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

  test.each(PAGES)('%s has no dead link', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(path.join(root, path.dirname(page), link)))).toEqual([]);
  });

  // These two describe what is being rewritten.
  const REWRITTEN = ['docs/decisions/002-own-otlp-transport.md', 'docs/decisions/010-leaving.md'];

  test.each(PAGES.filter((page) => !REWRITTEN.includes(page)))('%s names only files that exist', (page) => {
    const named = [...read(page).matchAll(/`((?:src|test|docs|scripts|examples|bench|deploy)\/[\w./-]*)`/g)];
    expect(named.map(([, file = '']) => file).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

describe('troubleshooting', () => {
  const inSources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(`src/${file}`))
    .join('\n');
  const rows = read('docs/troubleshooting.md')
    .split('\n')
    .filter((line) => line.startsWith('| `') || line.includes(' or `'));
  const messages = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+ [^`]+)`/g)].map(([, text = '']) => text),
  );

  // Values in a message are templates in the sources.
  test.each(messages)('quotes a message that the sources can log: %s', (message) => {
    const parts = message
      .split(/…|\d[\d.:]*|[A-Z]+_[A-Z_]+/)
      .map((part) => part.trim().replace(/^[:;,()\s]+|[:;,()\s]+$/g, ''));
    expect(parts.filter((part) => /\w \w/.test(part) && !inSources.includes(part))).toEqual([]);
  });
});

/** Heading in CONTRIBUTING -> the number of files that a reader may have to open. */
const WALKS = {
  'A span, from `end()` to the socket': 14,
  'A log record, from `logger.info()` to the queue': 14,
  'The stream of a model': 8,
  'The end of a process': 7,
  'An option, from its variable to its use': 6,
};

function walkOf(heading: string): readonly string[] {
  const section = read('CONTRIBUTING.md').split(`### ${heading}\n`)[1]?.split('\n##')[0] ?? '';
  return [...section.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = '']) => file);
}

describe('walks in CONTRIBUTING', () => {
  test.each(Object.entries(WALKS))('%s: takes at most %d files', (heading, most) => {
    const files = walkOf(heading);
    expect(files.length).toBeGreaterThan(4);
    expect(files.length).toBeLessThanOrEqual(most);
  });
});
