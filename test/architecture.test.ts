// The plan of the house: which room may import which, checked on the sources and, so that the check can fail, on made-up ones.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { VERSION } from '../src/foundation/diagnostics/version.ts';
import { ALLOWED, BROKEN } from './architecture/broken-sources.ts';
import { bannedWordsPerRoom, emptyRooms, importsOf, PLAN, RULES, type Sources } from './architecture/rules.ts';
import { EXCUSED_ROOMS } from './architecture/words.ts';

function readSources(): Sources {
  const inside = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  return Object.fromEntries(['register.ts', ...inside].map((file) => [file, readFileSync(file, 'utf8')]));
}

const sources = readSources();

test.each(Object.keys(RULES))('the sources: %s', (name) => {
  expect(RULES[name]?.(sources)).toEqual([]);
});

test('the sources are read, and every form of import in them', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(70);
  expect(importsOf(sources)).toEqual(
    expect.arrayContaining([
      {
        from: 'register.ts',
        kind: 'lazy',
        specifier: './src/distribution/start/start.ts',
        file: 'src/distribution/start/start.ts',
      },
      {
        from: 'src/pipeline/exporters/create-exporters.ts',
        kind: 'lazy',
        specifier: './zipkin.ts',
        file: 'src/pipeline/exporters/zipkin.ts',
      },
      {
        from: 'src/pipeline/exporters/create-exporters.ts',
        kind: 'type',
        specifier: './jaeger.ts',
        file: 'src/pipeline/exporters/jaeger.ts',
      },
      {
        from: 'src/distribution/lifecycle/lifecycle.ts',
        kind: 'static',
        specifier: '../../pipeline/delivery/process-end.ts',
        file: 'src/pipeline/delivery/process-end.ts',
      },
    ]),
  );
});

// The names of these tests are the report of what is left: `npm test -- test/architecture`.
test.each([...bannedWordsPerRoom(sources)])('words to replace in %s: %d', (room) => {
  expect(EXCUSED_ROOMS).toContain(room);
});

test("the version in the code is package.json's", () => {
  expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
});

test.each(BROKEN)('the rule can fail: %s %#', (name, broken, violation) => {
  expect(RULES[name]?.(broken)).toEqual([expect.stringContaining(violation)]);
});

test('each rule has been seen to fail', () => {
  expect([...new Set(BROKEN.map(([name]) => name))].sort()).toEqual(Object.keys(RULES).sort());
});

test.each(Object.keys(RULES))('the rule can hold: %s', (name) => {
  expect(RULES[name]?.(ALLOWED)).toEqual([]);
});

test('the plan has no empty rooms', () => {
  expect(emptyRooms(sources)).toEqual([]);
  expect(emptyRooms({})).toHaveLength(Object.values(PLAN).flat().length);
});
