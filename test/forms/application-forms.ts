import {
  importDefaults,
  importNamed,
  importsAtRunTime,
  libraries,
  namedLibraries,
  requires,
} from './library-imports.ts';

/** One way to write, build and start an application. */
export interface ApplicationForm {
  readonly title: string;
  /** Its own files: name -> source. */
  readonly files: Readonly<Record<string, string>>;
  /** Commands of packages that are run before. @default [] */
  readonly build?: readonly string[];
  /** To the letter, as a user starts it. */
  readonly start: string;
  /** `node:` only: what a bundler has inlined no hook can see. @default 'all' */
  readonly traced?: 'all' | 'node:';
  /** What else there is to know. @default '' */
  readonly note?: string;
}

const IMPORT_RUN = "import { runApplication } from './libraries/application.mjs';";
const runLater = (expression: string): string =>
  `import('./libraries/application.mjs').then(async ({ runApplication }) => runApplication(${expression}));`;

const ESM = `${importDefaults()}\n${IMPORT_RUN}\nrunApplication(${libraries()});\n`;
const NAMED = `${importNamed()}\n${IMPORT_RUN}\nrunApplication(${namedLibraries()});\n`;
const COMMON_JS = `${requires()}\n${runLater(libraries())}\n`;
const ESM_OF_COMMON_JS = {
  'main.mjs': `import libraries from './libraries.cjs';\n${IMPORT_RUN}\nrunApplication(libraries);\n`,
  'libraries.cjs': `${requires()}\nmodule.exports = ${libraries()};\n`,
};
const COMMON_JS_OF_ESM = `const libraries = ${importsAtRunTime()};\n${runLater('await libraries')}\n`;

// Types that have to go before Node can run it.
const TYPED = `interface Libraries { readonly [name: string]: unknown }\nconst libraries: Libraries = ${libraries()};\n`;
const TYPED_ESM = `${importDefaults()}\n${IMPORT_RUN}\n${TYPED}runApplication(libraries as Libraries);\n`;
const TYPED_COMMON_JS = `${requires()}\n${TYPED}${runLater('libraries as Libraries')}\n`;
// What has `__esModule` and no default export, as redis, compiled code can import by name only.
const IMPORTS_FOR_COMMON_JS = `${importNamed()}\n${runLater(`${namedLibraries()} as Readonly<Record<string, unknown>>`)}\n`;
const TSC = 'tsc --module nodenext --target es2024 --types node --skipLibCheck --strict false';

const BUNDLE = 'esbuild main.mjs --bundle --platform=node --log-level=error';
const AS_ESM = '--format=esm --outfile=bundle.mjs';
const AS_COMMON_JS = '--format=cjs --outfile=bundle.cjs';
// CommonJS libraries inside of an ES module need a `require`; esbuild leaves it to the user to bring one.
const BANNER = `--banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"`;
const INLINED =
  'libraries are code of the application’s own then, which nothing announces: `--packages=external` has them traced';

/** One application is the same in all of the forms, but for how it gets its libraries. */
export const APPLICATION_FORMS: readonly ApplicationForm[] = [
  { title: 'ESM, default imports', files: { 'main.mjs': ESM }, start: 'node --import otelier/register main.mjs' },
  { title: 'ESM, default imports, -r', files: { 'main.mjs': ESM }, start: 'node -r otelier/register main.mjs' },
  { title: 'ESM, named imports', files: { 'main.mjs': NAMED }, start: 'node --import otelier/register main.mjs' },
  { title: 'ESM, named imports, -r', files: { 'main.mjs': NAMED }, start: 'node -r otelier/register main.mjs' },
  { title: 'CommonJS', files: { 'main.cjs': COMMON_JS }, start: 'node --import otelier/register main.cjs' },
  { title: 'CommonJS, -r', files: { 'main.cjs': COMMON_JS }, start: 'node -r otelier/register main.cjs' },
  {
    title: 'by NODE_OPTIONS',
    files: { 'main.mjs': ESM },
    start: 'NODE_OPTIONS="--import otelier/register" node main.mjs',
    note: 'child processes inherit it, whichever way they are started',
  },
  {
    title: 'CommonJS, in code',
    files: { 'main.cjs': `require('otelier/register');\n${COMMON_JS}` },
    start: 'node main.cjs',
    note: "`require('otelier/register')` is its first line",
  },
  {
    title: 'ESM, in code',
    files: { 'start.mjs': "import 'otelier/register';\nawait import('./main.mjs');\n", 'main.mjs': ESM },
    start: 'node start.mjs',
    note: "start.mjs imports `otelier/register`, then calls `import('./main.mjs')`",
  },
  {
    title: 'mixed: ESM that imports CommonJS that requires the libraries',
    files: ESM_OF_COMMON_JS,
    start: 'node --import otelier/register main.mjs',
  },
  {
    title: 'mixed: CommonJS that calls `import()`',
    files: { 'main.cjs': COMMON_JS_OF_ESM },
    start: 'node --import otelier/register main.cjs',
  },
  {
    title: 'TypeScript, types stripped by Node: ESM',
    files: { 'main.mts': TYPED_ESM },
    start: 'node --import otelier/register main.mts',
    note: 'Node 22.18 or newer',
  },
  {
    title: 'TypeScript, types stripped by Node: CommonJS',
    files: { 'main.cts': TYPED_COMMON_JS },
    start: 'node --import otelier/register main.cts',
    note: 'Node 22.18 or newer',
  },
  {
    title: 'TypeScript, compiled to ESM',
    files: { 'main.mts': TYPED_ESM },
    build: [`${TSC} main.mts`],
    start: 'node --import otelier/register main.mjs',
  },
  {
    title: 'TypeScript, compiled to CommonJS',
    files: { 'main.cts': IMPORTS_FOR_COMMON_JS },
    build: [`${TSC} main.cts`],
    start: 'node --import otelier/register main.cjs',
  },
  {
    title: 'bundled to ESM, packages external',
    files: { 'main.mjs': ESM },
    build: [`${BUNDLE} ${AS_ESM} --packages=external`],
    start: 'node --import otelier/register bundle.mjs',
  },
  {
    title: 'bundled to CommonJS, packages external',
    files: { 'main.mjs': ESM },
    build: [`${BUNDLE} ${AS_COMMON_JS} --packages=external`],
    start: 'node --import otelier/register bundle.cjs',
  },
  {
    title: 'bundled to ESM, packages inlined',
    files: { 'main.mjs': ESM },
    build: [`${BUNDLE} ${AS_ESM} ${BANNER}`],
    start: 'node --import otelier/register bundle.mjs',
    traced: 'node:',
    note: INLINED,
  },
  {
    title: 'bundled to CommonJS, packages inlined',
    files: { 'main.mjs': ESM },
    build: [`${BUNDLE} ${AS_COMMON_JS}`],
    start: 'node --import otelier/register bundle.cjs',
    traced: 'node:',
    note: INLINED,
  },
];
