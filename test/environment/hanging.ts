import type { OtlpReceiverOptions } from '../../src/tools/receiver/otlp-receiver.ts';
import { SIGNALS, type SignalName } from './signals.ts';

const HOURS = 3_600_000;

/** A receiver that takes the requests of these signals (by default all) and never answers them. */
export const hanging = (signals: readonly SignalName[] = SIGNALS): OtlpReceiverOptions => ({
  respond: ({ signal }) => (signals.includes(signal) ? { delayMs: HOURS, keep: false } : undefined),
});
