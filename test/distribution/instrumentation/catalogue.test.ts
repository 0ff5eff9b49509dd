import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { expect, test } from '@jest/globals';
import type { InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { CATALOGUE } from '../../../src/distribution/instrumentation/catalogue.ts';
import {
  INSTRUMENTATION_NAMES,
  type InstrumentationName,
  OFF_BY_DEFAULT,
} from '../../../src/foundation/configuration/settings/instrumentation-names.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';

const { config } = resolved({});

function definitionsOf(name: InstrumentationName): readonly InstrumentationModuleDefinition[] {
  const made = CATALOGUE[name].create({ config, isEnded: () => false });
  made.disable();
  const { getModuleDefinitions } = made as { getModuleDefinitions?: () => InstrumentationModuleDefinition[] };
  return getModuleDefinitions?.call(made) ?? [];
}

test.each(INSTRUMENTATION_NAMES)('%s: loading anything that it patches arms it', (name) => {
  const patched = definitionsOf(name).map((definition) => definition.name);
  expect(patched.filter((module) => !CATALOGUE[name].modules.includes(module))).toEqual([]);
});

// Files of a package that its own entry points load need no name of their own; those that applications load do.
const ENTRY_FILES = { 'mysql2/promise': 'mysql2/promise.js' };

test.each(Object.entries(ENTRY_FILES))('%s, which is a file that is patched, is named', (module, file) => {
  const files = INSTRUMENTATION_NAMES.flatMap((name) =>
    definitionsOf(name).flatMap((definition) => definition.files.map((patched) => [patched.name, name] as const)),
  );
  const [, owner] = files.find(([patched]) => patched === file) ?? [];
  expect(owner && CATALOGUE[owner].modules).toContain(module);
});

test('no module arms two instrumentations', () => {
  const modules = INSTRUMENTATION_NAMES.flatMap((name) => CATALOGUE[name].modules);
  expect(modules).toEqual([...new Set(modules)]);
});

test('one copy is installed of what has a state of its own', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, unknown> };
  const single =
    /(?:^|\/)node_modules\/(@opentelemetry\/(?:api|core|instrumentation)|(?:import|require)-in-the-middle)$/;
  const installed = Object.keys(packages).filter((folder) => single.test(folder));
  expect(installed.sort()).toEqual([
    'node_modules/@opentelemetry/api',
    'node_modules/@opentelemetry/core',
    'node_modules/@opentelemetry/instrumentation',
    'node_modules/import-in-the-middle',
    'node_modules/require-in-the-middle',
  ]);
});

test('built-in modules are named without "node:", as the hooks want it', () => {
  const modules = INSTRUMENTATION_NAMES.flatMap((name) => CATALOGUE[name].modules);
  expect(modules.filter((module) => module.startsWith('node:'))).toEqual([]);
  expect(builtinModules).toEqual(
    expect.arrayContaining(['http', 'https', 'dns', 'dns/promises', 'net', 'fs', 'fs/promises']),
  );
});

test('docs/instrumentations.md has a row for each, with what arms it and whether it is on', () => {
  const page = readFileSync('docs/instrumentations.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` *\|[^|]*\|([^|]*)\| (yes|no) /gm)].map(
    ([, name, armedBy = '', on]) => ({
      name,
      modules: [...armedBy.matchAll(/`([^`]+)`/g)].map(([, module]) => module),
      on: on === 'yes',
    }),
  );
  const expected = INSTRUMENTATION_NAMES.map((name) => ({
    name,
    modules: CATALOGUE[name].modules,
    on: !OFF_BY_DEFAULT.includes(name),
  }));
  expect(rows).toEqual(expected);
});
