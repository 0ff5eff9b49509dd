/** A program that ends streams, with what watches them or without, and what both it and a receiver of OTLP have seen. */
import path from 'node:path';
import { startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import type { ReceivedMetric } from '../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import { leadingTo } from '../environment/delivery.ts';
import { FIXTURES, Program, type ProgramEnvironment, type ProgramResult, REGISTER, ROOT } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { Ending } from './endings.ts';
import type { Form, Subject } from './subjects.ts';

/** What is asked to watch: nothing, otelier, or somebody else's module. */
export interface Instrumentation {
  readonly name: string;
  /** What comes before the program. */
  readonly nodeOptions: readonly string[];
  readonly env?: ProgramEnvironment;
  /** Installed elsewhere, it has to find the SDK that the application has. @default false */
  readonly isElsewhere?: boolean;
}

// With no --import at all Node starts CommonJS programs in another way, which shows in stack traces.
const NOTHING: Instrumentation = { name: 'nothing', nodeOptions: ['--import', 'data:text/javascript,'] };

/** observeStream is for what has no instrumentation. */
export const OTELIER: Instrumentation = {
  name: 'otelier',
  nodeOptions: ['--import', REGISTER],
  env: { OBSERVE: 'yes' },
};

/** Endings in one process, one after the other. */
export interface Case {
  readonly subject: Subject;
  readonly form: Form;
  readonly endings: readonly Ending[];
}

export interface ProgramRun {
  readonly result: ProgramResult;
  readonly spans: readonly ReceivedSpan[];
  readonly metrics: readonly ReceivedMetric[];
}

/** The same program with both, against the same provider. */
export interface ComparedRun extends Case {
  readonly bare: ProgramRun;
  readonly watched: ProgramRun;
}

export async function compareRuns(one: Case, watch: Instrumentation, providerUrl: string): Promise<ComparedRun> {
  const [bare, watched] = await Promise.all([NOTHING, watch].map((each) => runCase(one, each, providerUrl)));
  return { ...one, bare: bare as ProgramRun, watched: watched as ProgramRun };
}

async function runCase({ subject, form, endings }: Case, watch: Instrumentation, url: string): Promise<ProgramRun> {
  await using receiver = await startOtlpReceiver();
  const result = await runProgram({
    file: form === 'ESM' ? 'llm/run.mjs' : 'llm/run.cjs',
    args: [subject.api, subject.folder, endings.map(({ name }) => name).join(',')],
    nodeOptions: ['--expose-gc', ...watch.nodeOptions],
    env: {
      ...leadingTo(receiver),
      PROVIDER_URL: url,
      ...watch.env,
      ...(watch.isElsewhere ? { NODE_PATH: modulesOf(subject) } : {}),
    },
  });
  const { spans, metrics } = receiver.store;
  // An export under way at process.exit() is sent once more: how telemetry is delivered is not judged here.
  return { result, spans: [...new Map(spans.map((span) => [span.spanId, span])).values()], metrics };
}

/** Its SDK first, then all others. */
const modulesOf = ({ folder }: Subject): string =>
  [path.join(FIXTURES, 'llm', folder), ROOT].map((each) => path.join(each, 'node_modules')).join(path.delimiter);

export interface Provider extends AsyncDisposable {
  readonly url: string;
}

/** The local server that speaks the wire formats of the providers. */
export async function startProvider(): Promise<Provider> {
  const program = new Program({ file: 'llm/providers/provider-server.mjs', nodeOptions: [], timeoutMillis: 3_600_000 });
  const [url = ''] = await program.printed('stdout', /http:\S+/);
  return { url, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}
