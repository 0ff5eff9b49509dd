import { expect } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { runProgram } from '../program/run-program.ts';
import { freePort } from '../program/stand-in.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { deliver, namesOf } from './delivery.ts';
import { hanging } from './hanging.ts';
import { expectShop, expectSignals, SHOP_OUTPUT } from './shop.ts';
import { arriving, type VariableCase } from './variable-case.ts';

const disabledCases: readonly VariableCase[] = [
  arriving({
    variable: 'OTEL_SDK_DISABLED',
    value: 'TRUE',
    shows: (delivery) => {
      expectSignals(delivery);
      expect(delivery.requests).toEqual([]);
    },
  }),
  arriving({ variable: 'OTEL_SDK_DISABLED', value: 'False', shows: expectShop }),
  ...(
    [
      ['TraceContext', '{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}\n'],
      ['', '{}\n'],
    ] as const
  ).map(([propagators, stdout]) =>
    arriving({
      variable: 'OTEL_SDK_DISABLED',
      value: 'true',
      about: `with OTEL_PROPAGATORS=${propagators} what passes through`,
      env: { OTEL_PROPAGATORS: propagators },
      file: 'passes-on.mjs',
      stdout,
      shows: (delivery) => expectSignals(delivery),
    }),
  ),
];

/** What of its levels otelier says about a Collector that is not there. */
const levelCase = (value: string, expected: { warn: boolean; debug: boolean }): VariableCase => ({
  variables: ['OTEL_LOG_LEVEL'],
  about: JSON.stringify(value),
  check: async () => {
    const result = await runProgram({
      file: 'telemetry.mjs',
      env: {
        OTEL_LOG_LEVEL: value,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
        OTEL_EXPORTER_OTLP_TIMEOUT: '200',
      },
    });
    expectOutcome(result, { stdout: SHOP_OUTPUT });
    const warn = result.stderr.includes('otelier [warn] cannot deliver');
    expect({ warn, debug: result.stderr.includes('otelier [debug]') }).toEqual(expected);
    if (!expected.warn) expect(result.stderr).toBe('');
  },
});

const levelCases: readonly VariableCase[] = [
  levelCase('', { warn: true, debug: false }),
  levelCase('None', { warn: false, debug: false }),
  levelCase('error', { warn: false, debug: false }),
  levelCase('WARN', { warn: true, debug: false }),
  levelCase('info', { warn: true, debug: false }),
  levelCase('debug', { warn: true, debug: true }),
  levelCase('verbose', { warn: true, debug: true }),
  levelCase('ALL', { warn: true, debug: true }),
];

const LATE_DELIVERY =
  /no answer within 300 ms \(OTELIER_SHUTDOWN_TIMEOUT\)\. The process has ended; lost: 2 spans, 4 metrics, 1 log record$/;

const shutdownCases: readonly VariableCase[] = (['http', 'grpc'] as const).flatMap((transport) => [
  arriving({
    variable: 'OTELIER_SHUTDOWN_TIMEOUT',
    value: '300',
    about: `a Collector that hangs at the natural end, ${transport}`,
    transport,
    receiver: hanging(),
    warnings: [LATE_DELIVERY],
    shows: ({ result }) => expect(result.durationMs).toBeLessThan(8_000),
  }),
  arriving({
    variable: 'OTELIER_SHUTDOWN_TIMEOUT',
    value: '20000',
    about: `a Collector that takes its time, ${transport}`,
    transport,
    receiver: { respond: () => ({ delayMs: 2_500 }) },
    shows: expectShop,
  }),
]);

const CONFIG_FILE = `
file_format: '1.0'
resource:
  attributes:
    - name: service.name
      value: from-the-file
tracer_provider:
  processors:
    - batch:
        exporter:
          otlp_http:
            endpoint: \${RECEIVER}/v1/traces
logger_provider:
  processors:
    - batch:
        exporter:
          otlp_http:
            endpoint: \${RECEIVER}/v1/logs
`;

const configFileCase: VariableCase = {
  variables: ['OTEL_CONFIG_FILE'],
  about: 'the official SDK does as the file says, and a line says what is off then',
  check: async () => {
    using folder = new TemporaryFolder();
    const file = folder.write('otel.yaml', CONFIG_FILE);
    const delivery = await deliver({
      env: ({ url }) => ({ OTEL_CONFIG_FILE: file, RECEIVER: url, OTEL_LOG_LEVEL: 'info' }),
    });
    expectOutcome(delivery.result, { stdout: SHOP_OUTPUT });
    expectSignals(delivery, 'traces', 'logs');
    expect(namesOf(delivery.spans)).toEqual(['charge', 'order']);
    expect(delivery.spans[0]?.resource.attributes['service.name']).toBe('from-the-file');
    const lines = delivery.result.stderr.trim().split('\n');
    expect(lines).toEqual([expect.stringContaining(`OTEL_CONFIG_FILE: the official SDK is configured by ${file}`)]);
    for (const off of ['OTEL_', 'OTELIER_ATTRIBUTES', 'withAttributes']) expect(lines[0]).toContain(off);
  },
};

/** What concerns no signal alone. */
export const generalCases: readonly VariableCase[] = [
  ...disabledCases,
  ...levelCases,
  ...shutdownCases,
  configFileCase,
];
