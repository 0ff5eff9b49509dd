import { CALLS, CONNECTIONS, FAILURES } from './client-exchanges.ts';
import type { Exchange } from './exchange.ts';
import { FETCHES } from './fetch-exchanges.ts';
import { IGNORED, METHODS, ORIGINS, STATUSES, TARGETS, TRACES } from './server-exchanges.ts';

/** The exchanges of each program. What a program covers of upstream's own suite: docs/http-conformance.md. */
export const PROGRAMS: Readonly<Record<string, readonly Exchange[]>> = {
  methods: METHODS,
  'status codes': STATUSES,
  targets: TARGETS,
  'where a request comes from': ORIGINS,
  'trace context': TRACES,
  'ignored routes': IGNORED,
  'forms of a call': CALLS,
  connections: CONNECTIONS,
  failures: FAILURES,
  fetch: FETCHES,
};
