import { fileURLToPath } from 'node:url';
import type { ReceivedMetric } from '../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import { deliver } from '../environment/delivery.ts';
import type { Certificates } from '../program/certificates.ts';
import type { ProgramEnvironment, ProgramResult } from '../program/program.ts';
import { freePort } from '../program/stand-in.ts';
import type { Exchange } from './exchange.ts';

const OFFICIAL = fileURLToPath(new URL('../fixtures/judge/official.cjs', import.meta.url));

/** How an application of otelier's gets http. The official package is asked as `required` only, since that is where it works. */
export const FORMS = { required: 'required.cjs', default: 'default.mjs', named: 'named.mjs' } as const;
export type Form = keyof typeof FORMS;

/** What the application itself saw of an exchange. */
export interface Account {
  readonly about: string;
  /** Of the span around the exchange. */
  readonly traceId: string;
  readonly outcome: unknown;
  /** By the handlers, in their order. */
  readonly seen: readonly { readonly traceId?: string; readonly spanId?: string }[];
}

/** What one run of the exchanges of a program gave. */
export interface Testimony {
  readonly by: Form | 'official';
  readonly result: ProgramResult;
  /** URLs by the names that exchanges call them. */
  readonly places: Readonly<Record<string, string>>;
  readonly accounts: readonly Account[];
  readonly spans: readonly ReceivedSpan[];
  readonly metrics: readonly ReceivedMetric[];
}

export interface Run {
  readonly exchanges: readonly Exchange[];
  readonly certificates: Certificates;
  readonly env?: ProgramEnvironment;
}

/** Runs the exchanges in an application of a form, or under the official package. */
export async function testify(by: Form | 'official', { exchanges, certificates, env = {} }: Run): Promise<Testimony> {
  const { result, spans, metrics } = await deliver({
    file: `judge/${FORMS[by === 'official' ? 'required' : by]}`,
    ...(by === 'official' ? { nodeOptions: ['--require', OFFICIAL] } : {}),
    stdin: JSON.stringify({ exchanges, nobody: await freePort() }),
    env: {
      CERTIFICATE: certificates.server.certificateFile,
      KEY: certificates.server.keyFile,
      NODE_EXTRA_CA_CERTS: certificates.authority.certificateFile,
      NODE_NO_WARNINGS: '1',
      // What is redacted is no matter of the instrumentation.
      OTELIER_REDACTION: 'off',
      ...env,
    },
  });
  if (result.exitCode !== 0)
    throw new Error(`expected exit code 0 under ${by}, got ${result.exitCode}: ${result.stderr}`);
  const [{ places }, ...accounts] = result.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  // On a busy machine otelier has the time to measure itself.
  const measured = metrics.filter(({ scope }) => scope.name !== 'otelier');
  return { by, result, places, accounts, spans, metrics: measured };
}
