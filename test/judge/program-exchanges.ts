import type { ProgramEnvironment } from '../program/program.ts';
import { CALLS, CONNECTIONS, FAILURES } from './client-exchanges.ts';
import type { Exchange } from './exchange.ts';
import { FETCHES } from './fetch-exchanges.ts';
import { IGNORED, METHODS, ORIGINS, STATUSES, TARGETS, TRACES } from './server-exchanges.ts';

export interface ExchangeProgram {
  readonly name: string;
  readonly exchanges: readonly Exchange[];
  /** Of otelier. */
  readonly env?: ProgramEnvironment;
}

/** Run one by one, each under the official package and under otelier. Its cases cover those of upstream's own suite: docs/http-conformance.md. */
export const PROGRAMS: readonly ExchangeProgram[] = [
  { name: 'methods', exchanges: METHODS },
  { name: 'status codes', exchanges: STATUSES },
  { name: 'targets', exchanges: TARGETS },
  { name: 'where a request comes from', exchanges: ORIGINS },
  { name: 'trace context', exchanges: TRACES },
  { name: 'ignored routes', exchanges: IGNORED },
  {
    name: 'no ignored routes',
    exchanges: IGNORED.map(({ deviation: _deviation, ...exchange }) => exchange),
    env: { OTELIER_IGNORE_ROUTES: ',' },
  },
  { name: 'forms of a call', exchanges: CALLS },
  { name: 'connections', exchanges: CONNECTIONS },
  { name: 'failures', exchanges: FAILURES },
  { name: 'fetch', exchanges: FETCHES },
];
