import { DATABASE_PROGRAMS } from '../distribution/instrumentation/database-programs.ts';
import type { LibraryProgram } from '../distribution/instrumentation/library-program.ts';
import { LOGGER_PROGRAMS, type LoggerProgram } from '../distribution/instrumentation/logger-programs.ts';
import { REMOTE_PROGRAMS } from '../distribution/instrumentation/remote-programs.ts';
import { WEB_PROGRAMS } from '../distribution/instrumentation/web-programs.ts';

const KNOWN = [...WEB_PROGRAMS, ...DATABASE_PROGRAMS, ...REMOTE_PROGRAMS].filter(
  ({ version }) => version === undefined,
);

function known(name: string): LibraryProgram {
  const found = KNOWN.find(({ program }) => program === name);
  if (found === undefined) throw new Error(`expected a tree of the program ${name}, got none`);
  return found;
}

/** Those of Node itself, which are traced in every form. */
export const NODE_PROGRAMS: readonly LibraryProgram[] = ['http', 'undici'].map(known);

/** Those of installed libraries, when they are traced. */
export const LIBRARY_PROGRAMS: readonly LibraryProgram[] = ['express', 'fastify', 'pg', 'redis', 'openai'].map(known);

export const LOGGERS: readonly LoggerProgram[] = LOGGER_PROGRAMS.filter(({ program }) => program !== 'bunyan');

/** What is left of `LIBRARY_PROGRAMS` where only Node itself is traced: requests, without route, query or model. */
export const INLINED_PROGRAMS: readonly LibraryProgram[] = [
  {
    ...known('express'),
    tree: [
      'work (internal)',
      '  GET (client)',
      '    GET (server)',
      '  GET (client)!',
      '    GET (server)!',
      '  GET (client)!',
      '    GET (server)',
    ],
  },
  {
    ...known('fastify'),
    tree: [
      'work (internal)',
      ...['', '', '!'].flatMap((failed) => [`  GET (client)${failed}`, '    GET (server)']),
      ...['!', '!'].flatMap((failed) => [`  GET (client)${failed}`, `    GET (server)${failed}`]),
      '  GET (client)!',
      '    GET (server)',
      '  POST (client)',
      '    POST (server)',
    ],
  },
  { ...known('pg'), tree: ['work (internal)'] },
  { ...known('redis'), tree: ['work (internal)'] },
  { ...known('openai'), tree: ['work (internal)', '  POST (client)', '    POST (server)'] },
];
