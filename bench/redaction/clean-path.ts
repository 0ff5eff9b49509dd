// What a clean record costs: a message of 200 bytes and 8 attributes, beside the scrubbers of Logfire and OpenInference and pino's redaction by
// path, in turns. Peers are installed outside of the repository:
//   mkdir -p ~/.cache/otelier-bench/redaction && cd ~/.cache/otelier-bench/redaction
//   npm i @pydantic/logfire-api@0.9.0 @arizeai/openinference-core@2.7.1 fast-redact@3.5.0 @pinojs/redact@0.4.0
// usage: node bench/redaction/clean-path.ts [rounds]
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { createRedactor } from '../../src/foundation/redaction/redactor.ts';

const scratch = path.join(homedir(), '.cache/otelier-bench/redaction/package.json');
if (!existsSync(scratch))
  throw new Error(`expected the peers in ${path.dirname(scratch)}: the first lines of this file say how`);
const load = createRequire(scratch);

interface LogRecord {
  readonly message: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const WORDS =
  'the order of customer was sent to warehouse and will arrive on monday because stock is low while other items are still waiting for approval by team'.split(
    ' ',
  );

function makeRecord(i: number): LogRecord {
  let message = `order ${1000 + i} `;
  for (let w = i; message.length < 196; w += 7) message += `${WORDS[w % WORDS.length]} `;
  return {
    message: message.slice(0, 200),
    attributes: {
      'http.request.method': 'GET',
      'http.route': '/v1/orders/:id',
      'http.response.status_code': 200 + (i % 5),
      'server.address': `shop-${i % 7}.example.com`,
      'user.id': `u-${i % 1000}`,
      'order.total': 12.5 + i,
      'service.region': 'eu-west-1',
      'feature.enabled': i % 2 === 0,
    },
  };
}

type Subject = (record: LogRecord) => unknown;

function otelier(): Subject {
  const redactor = createRedactor();
  return ({ message, attributes }) => {
    redactor.redactText(message);
    return redactor.redactAttributes(attributes);
  };
}

function logfire(): Subject {
  const { LogfireAttributeScrubber } = load('@pydantic/logfire-api') as {
    LogfireAttributeScrubber: new () => { scrubValue(path: string[], value: unknown): unknown };
  };
  const scrubber = new LogfireAttributeScrubber();
  return ({ message, attributes }) => {
    scrubber.scrubValue(['message'], message);
    return scrubber.scrubValue([], attributes);
  };
}

function openInference(): Subject {
  const core = path.join(path.dirname(load.resolve('@arizeai/openinference-core')), 'trace/trace-config');
  const { mask } = load(path.join(core, 'maskingRules.js')) as { mask(options: object): unknown };
  const { generateTraceConfig } = load(path.join(core, 'index.js')) as { generateTraceConfig(options: object): object };
  const config = generateTraceConfig({ hideInputs: true, hideOutputs: true });
  return ({ message, attributes }) => {
    let last = mask({ config, key: 'body', value: message });
    for (const key in attributes) last = mask({ config, key, value: attributes[key] });
    return last;
  };
}

const PATHS = ['password', 'token', 'attributes.password', 'attributes["api_key"]', 'attributes.headers.authorization'];

/** pino redacts named paths only, and serialises: without its serialising the two are comparable at all. */
function pino(name: string): Subject {
  const create = load(name) as (options: object) => (value: unknown) => unknown;
  const redact = create({ paths: PATHS, serialize: false });
  return (record) => redact(record);
}

const records = Array.from({ length: 1_000 }, (_, i) => makeRecord(i));
const subjects: Readonly<Record<string, Subject>> = {
  otelier: otelier(),
  "Logfire's scrubber": logfire(),
  "OpenInference's masking": openInference(),
  'fast-redact, 5 paths': pino('fast-redact'),
  '@pinojs/redact, 5 paths': pino('@pinojs/redact'),
};
const rounds = Number(process.argv[2] ?? 60);
const times = new Map(Object.keys(subjects).map((name): [string, number[]] => [name, []]));
for (let round = -5; round < rounds; round++) {
  for (const [name, subject] of Object.entries(subjects)) {
    const started = performance.now();
    for (const record of records) subject(record);
    if (round >= 0) times.get(name)?.push(((performance.now() - started) / records.length) * 1000);
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const ours = median(times.get('otelier') ?? []);
console.log(
  `A clean record: 200 bytes and 8 attributes; median of ${rounds} rounds of ${records.length}, Node ${process.versions.node}\n`,
);
for (const [name, values] of times) {
  const micros = median(values);
  console.log(
    `${name.padEnd(26)} ${micros.toFixed(2).padStart(8)} us   ${(micros / ours).toFixed(2).padStart(6)} x otelier`,
  );
}
