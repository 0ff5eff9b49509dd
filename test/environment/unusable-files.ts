import { expect } from '@jest/globals';
import { Certificates } from '../program/certificates.ts';
import { warningsIn } from '../program/diagnostics.ts';
import { expectOutcome } from '../program/outcome.ts';
import { runProgram } from '../program/run-program.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { leadingTo, startReceiver, type Transport } from './delivery.ts';
import { SHOP_OUTPUT } from './shop.ts';
import { SIGNALS, specific } from './signals.ts';
import { expectToldOnce } from './told-once.ts';
import type { VariableCase } from './variable-case.ts';

const TLS_FILES = {
  CERTIFICATE: "system's CAs",
  CLIENT_CERTIFICATE: 'no client certificate is sent',
  CLIENT_KEY: 'no client certificate is sent',
} as const;

/** Files that cannot be read: a line each, however many signals; then also that without them the receiver cannot be reached. */
function missingFiles(prefix: string, transport: Transport): VariableCase {
  const files = Object.keys(TLS_FILES).map((name) => [`${prefix}${name}`, `/no/such/folder/${name}.pem`] as const);
  return {
    variables: files.map(([variable]) => variable),
    about: `files that are not there, ${transport}`,
    check: async () => {
      using certificates = new Certificates();
      await using receiver = await startReceiver(transport, { tls: certificates.tls() });
      const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${receiver.port}` };
      const env = { ...leadingTo(receiver, transport), ...endpoint, ...Object.fromEntries(files) };
      const result = await runProgram({ file: 'telemetry.mjs', env });
      expectOutcome(result, { stdout: SHOP_OUTPUT });
      const consequences = Object.values(TLS_FILES);
      const unreadable = files.map(([variable, file], index) => {
        return new RegExp(`^${variable}: .*"${file}" \\(ENOENT\\).*${consequences[index]}`);
      });
      expect(warningsIn(result.stderr)).toEqual(
        [...unreadable, /^cannot deliver telemetry to https:/].map((line): unknown => expect.stringMatching(line)),
      );
    },
  };
}

const certificateCases: readonly VariableCase[] = [
  missingFiles('OTEL_EXPORTER_OTLP_', 'http'),
  missingFiles('OTEL_EXPORTER_OTLP_', 'grpc'),
  ...SIGNALS.map((signal) => missingFiles(specific(signal, ''), 'http')),
];

const configFileCases: readonly VariableCase[] = [
  {
    variables: ['OTEL_CONFIG_FILE'],
    about: 'no file there',
    check: () => expectToldOnce({ OTEL_CONFIG_FILE: '/no/such/file.yaml' }, 'OTEL_CONFIG_FILE', '/no/such/file.yaml'),
  },
  ...(
    [
      ['no YAML', 'tracer_provider: [\n'],
      ['another shape', 'tracer_provider:\n  processors: 5\n'],
    ] as const
  ).map(([about, content]) => ({
    variables: ['OTEL_CONFIG_FILE'],
    about: `a file of ${about}`,
    check: async () => {
      using folder = new TemporaryFolder();
      const file = folder.write('otel.yaml', content);
      await expectToldOnce({ OTEL_CONFIG_FILE: file }, 'OTEL_CONFIG_FILE', file);
    },
  })),
];

const spoolCases: readonly VariableCase[] = [
  {
    variables: ['OTELIER_SPOOL_DIR'],
    about: 'a file',
    check: async () => {
      using folder = new TemporaryFolder();
      const file = folder.write('spool', '');
      await expectToldOnce({ OTELIER_SPOOL_DIR: file }, 'OTELIER_SPOOL_DIR', 'waits in memory only');
    },
  },
];

/** Names of files that cannot be used: a line each, and the application runs on. */
export const unusableFiles: readonly VariableCase[] = [...certificateCases, ...configFileCases, ...spoolCases];
