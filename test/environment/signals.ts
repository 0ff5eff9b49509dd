/** The three signals, as variables and receiver name them. */
export const SIGNALS = ['traces', 'metrics', 'logs'] as const;
export type SignalName = (typeof SIGNALS)[number];

export const otherSignals = (...signals: readonly SignalName[]): readonly SignalName[] =>
  SIGNALS.filter((signal) => !signals.includes(signal));

/** The OTLP variable of a setting for all signals, and for one. */
export const general = (name: string): string => `OTEL_EXPORTER_OTLP_${name}`;
export const specific = (signal: SignalName, name: string): string =>
  `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`;
