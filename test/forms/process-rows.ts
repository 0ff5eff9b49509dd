/** A row of the second table of docs/application-forms.md. */
export interface ProcessRow {
  readonly form: string;
  readonly start: string;
  readonly traced: string;
  readonly said: string;
  /** The file in test/forms, and words of the name of its test. */
  readonly shownBy: readonly [file: string, test: string];
}

const LINE = 'the start-up line';

export const PROCESS_ROWS: readonly ProcessRow[] = [
  {
    form: 'worker threads',
    start: 'node --import otelier/register main.mjs',
    traced: 'the main thread; nothing is started in a worker, and nothing of it is traced',
    said: `${LINE}, once`,
    shownBy: ['processes.test.ts', 'a worker thread is not traced, and the main thread goes on'],
  },
  {
    form: 'child process by `fork`',
    start: 'node --import otelier/register main.mjs',
    traced: 'both; an HTTP call between them keeps both in one trace',
    said: `${LINE}, by each`,
    shownBy: ['processes.test.ts', 'an SDK of its own, in the same trace'],
  },
  {
    form: 'child process by `spawn`',
    start: 'NODE_OPTIONS="--import otelier/register" node main.mjs',
    traced: 'both, as above',
    said: `${LINE}, by each`,
    shownBy: ['processes.test.ts', 'an SDK of its own, in the same trace'],
  },
  {
    form: 'the same with the flag',
    start: 'node --import otelier/register main.mjs',
    traced: 'the parent only: `spawn` hands no flags on',
    said: `${LINE}, by the parent`,
    shownBy: ['processes.test.ts', 'a child process by spawn does not inherit the flag, and is not traced'],
  },
  {
    form: 'cluster',
    start: 'node --import otelier/register main.mjs',
    traced: 'the primary and each worker',
    said: `${LINE}, by each`,
    shownBy: ['processes.test.ts', 'cluster: the primary and both workers inherit'],
  },
  {
    form: 'the same register twice',
    start: 'node -r otelier/register --import otelier/register main.mjs',
    traced: 'all, once: Node evaluates the second one not again',
    said: `${LINE}, once`,
    shownBy: ['registering.test.ts', "'-r and --import'"],
  },
  {
    form: 'two copies of otelier, or `start()` beside the flag',
    start: 'node --import otelier/register main.mjs',
    traced: 'all, once: the first one counts',
    said: '`otelier is started already: this second start changes nothing`',
    shownBy: ['registering.test.ts', "'start() in code'"],
  },
  {
    form: 'required after the libraries',
    start: 'node main.cjs',
    traced: 'fetch and http; of the libraries nothing: no routes, queries, models or log records',
    said: 'a warning that names the libraries, ES modules apart',
    shownBy: ['registering.test.ts', 'required after the libraries: of them no spans and no log records'],
  },
  {
    form: 'libraries in a `-r` or `--import` before otelier’s',
    start: 'node -r ./first.cjs --import otelier/register main.cjs',
    traced: 'in part: redis and winston not',
    said: 'the same warning',
    shownBy: ['registering.test.ts', 'libraries required by an earlier -r'],
  },
  {
    form: 'as first static `import` of an ES module',
    start: 'node main.mjs',
    traced: 'in part: no routes of express, no models of openai, no records of pino',
    said: 'the same warning',
    shownBy: ['registering.test.ts', 'as first static import of an ES module'],
  },
];
