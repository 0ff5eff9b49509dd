/** How an application gets each library of test/fixtures/libraries/application.mjs. `fetch` needs none. */
interface LibraryImport {
  readonly specifier: string;
  /** Of its exports those that the program uses; without, the default import is all there is to use. */
  readonly named?: readonly string[];
}

export const LIBRARY_IMPORTS: Readonly<Record<string, LibraryImport>> = {
  http: { specifier: 'node:http', named: ['createServer', 'request'] },
  express: { specifier: 'express' },
  fastify: { specifier: 'fastify', named: ['fastify'] },
  pg: { specifier: 'pg', named: ['Client', 'Pool'] },
  redis: { specifier: 'redis', named: ['createClient'] },
  openai: { specifier: 'openai', named: ['OpenAI'] },
  winston: { specifier: 'winston', named: ['createLogger', 'transports'] },
  pino: { specifier: 'pino', named: ['pino'] },
};

const lines = (write: (name: string, library: LibraryImport) => string): string =>
  Object.entries(LIBRARY_IMPORTS)
    .map(([name, library]) => write(name, library))
    .join('\n');

const NAMES = Object.keys(LIBRARY_IMPORTS).join(', ');

/** `import express from 'express'` */
export const importDefaults = (): string => lines((name, { specifier }) => `import ${name} from '${specifier}';`);

/** `const express = require('express')` */
export const requires = (): string => lines((name, { specifier }) => `const ${name} = require('${specifier}');`);

/** The object that `runApplication` wants, of variables with the libraries' names. */
export const libraries = (): string => `{ ${NAMES} }`;

/** `import { Client, Pool } from 'pg'` */
export function importNamed(): string {
  return lines(
    (name, { specifier, named }) => `import { ${named?.join(', ') ?? `default as ${name}`} } from '${specifier}';`,
  );
}

/** The object that `runApplication` wants, of named imports. */
export function namedLibraries(): string {
  const entries = Object.entries(LIBRARY_IMPORTS);
  return `{ ${entries.map(([name, { named }]) => (named ? `${name}: { ${named.join(', ')} }` : name)).join(', ')} }`;
}

/** `import('pg')` for each, as an expression: a promise of the object that `runApplication` wants. */
export function importsAtRunTime(): string {
  const entries = Object.entries(LIBRARY_IMPORTS);
  const load = ({ specifier, named }: LibraryImport): string =>
    `await import('${specifier}')`.replace(/^.*$/, (text) => (named ? text : `(${text}).default`));
  return `(async () => ({ ${entries.map(([name, library]) => `${name}: ${load(library)}`).join(', ')} }))()`;
}
