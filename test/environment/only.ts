import type { ProgramEnvironment } from '../program/program.ts';
import { UNHURRIED } from './delivery.ts';

const NOTHING: ProgramEnvironment = {
  ...UNHURRIED,
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

/** A program that sends nothing but one signal, to this exporter. */
export const onlyTraces = (exporter: string): ProgramEnvironment => ({ ...NOTHING, OTEL_TRACES_EXPORTER: exporter });
export const onlyMetrics = (exporter: string): ProgramEnvironment => ({ ...NOTHING, OTEL_METRICS_EXPORTER: exporter });
