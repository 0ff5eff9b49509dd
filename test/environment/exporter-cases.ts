import { expect } from '@jest/globals';
import { expectShop, expectSignals, SHOP_OUTPUT } from './shop.ts';
import { otherSignals, SIGNALS, type SignalName } from './signals.ts';
import { arriving, living, type VariableCase } from './variable-case.ts';

const EXPORTERS = {
  traces: 'OTEL_TRACES_EXPORTER',
  metrics: 'OTEL_METRICS_EXPORTER',
  logs: 'OTEL_LOGS_EXPORTER',
} as const satisfies Record<SignalName, string>;

const without = (...signals: readonly SignalName[]) =>
  Object.fromEntries(signals.map((signal) => [EXPORTERS[signal], 'none']));

/** What the official console exporters print of each signal of telemetry.mjs. */
const ON_CONSOLE = {
  traces: /name: 'charge'[\s\S]*name: 'order'/,
  metrics: /name: 'shop\.orders'/,
  logs: /body: 'card charged'/,
} as const;

const signalCases = SIGNALS.flatMap((signal): VariableCase[] => [
  arriving({ variable: EXPORTERS[signal], value: 'OTLP', about: 'in any case', shows: expectShop }),
  arriving({ variable: EXPORTERS[signal], value: '  ', about: 'blank is unset: otlp', shows: expectShop }),
  arriving({
    variable: EXPORTERS[signal],
    value: 'None',
    shows: (delivery) => expectSignals(delivery, ...otherSignals(signal)),
  }),
  arriving({
    variable: EXPORTERS[signal],
    value: 'console',
    stdout: ON_CONSOLE[signal],
    shows: (delivery) => {
      expectSignals(delivery, ...otherSignals(signal));
      expect(delivery.result.stdout).toContain(SHOP_OUTPUT);
    },
  }),
  arriving({
    variable: EXPORTERS[signal],
    value: 'otlp, Console',
    about: 'a list goes to each',
    stdout: ON_CONSOLE[signal],
    shows: expectShop,
  }),
]);

/** Where telemetry goes. */
export const exporterCases: readonly VariableCase[] = [
  ...signalCases,
  living({
    variable: EXPORTERS.traces,
    value: 'console',
    about: 'a span is printed when it ends',
    env: without('metrics', 'logs'),
    shows: async (program) => {
      program.write('span seen at once\n');
      await program.printed('stdout', /name: 'seen at once'/);
    },
  }),
  living({
    variable: EXPORTERS.logs,
    value: 'console',
    about: 'a record is printed when it is emitted',
    env: without('metrics', 'traces'),
    shows: async (program) => {
      program.write('log seen at once\n');
      await program.printed('stdout', /body: 'seen at once'/);
    },
  }),
  living({
    variable: EXPORTERS.metrics,
    value: 'console',
    about: 'at the interval of the reader',
    env: { ...without('traces', 'logs'), OTEL_METRIC_EXPORT_INTERVAL: '300' },
    shows: async (program) => {
      program.write('count seen\n');
      await program.printed('stdout', /name: 'seen'[\s\S]*name: 'seen'/);
    },
  }),
];
