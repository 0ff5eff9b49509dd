// Tests which ways to end a stream an instrumentation handles correctly, beside the same programs without it. docs/llm-conformance.md
// usage: npm run conformance:streams -- [module for --import, or -r module] [--sdk <part of a name>]... [--form ESM|CJS] [--ending <name>]... [--peer <name>] [--json <file for all verdicts>]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { OTELIER, startProvider } from '../test/conformance/program-run.ts';
import { installedPeer, PEERS } from './conformance-streams/peers.ts';
import { renderReport, score, verdictsOf } from './conformance-streams/report.ts';
import { casesOf, type Tried, tryCases } from './conformance-streams/tried.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    require: { type: 'string', short: 'r' },
    sdk: { type: 'string', multiple: true },
    form: { type: 'string' },
    ending: { type: 'string', multiple: true },
    peer: { type: 'string' },
    json: { type: 'string' },
  },
});

/** The instrumentation under test: a peer by name, a module, or otelier. */
function selectedInstrumentation(): Tried | undefined {
  const { peer, require: required, sdk } = values;
  const [imported] = positionals;
  if (peer !== undefined) return installedPeer(peer);
  if (required === undefined && imported === undefined) return { ...OTELIER, isOwn: true, sdks: sdk };
  const module = required ?? imported ?? '';
  const specifier = /^[./]/.test(module) ? path.resolve(module) : module;
  const flag = required === undefined ? '--import' : '--require';
  // The Vercel SDK has nothing that a module could patch.
  return { name: module, nodeOptions: [flag, specifier], sdks: sdk ?? ['openai', 'Anthropic'] };
}

const selected = selectedInstrumentation();
if (selected === undefined) {
  console.error(
    `expected --peer to be one of ${PEERS.map(({ name }) => name).join(', ')} that can be installed, got ${values.peer}`,
  );
  process.exit(1);
}
await using provider = await startProvider();
const results = await tryCases(
  casesOf({ ...selected, sdks: values.sdk ?? selected.sdks }, values),
  selected,
  provider.url,
);
console.log(renderReport(selected.name, results));
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(verdictsOf(selected.name, results)));
const { right, all } = score(results);
// Jest's words, which .ci/checks.ts adds up.
console.log(`Tests: ${right} passed, ${all - right} failed`);
process.exitCode = right === all ? 0 : 1;
