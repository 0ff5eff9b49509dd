import type { Attributes, Meter, Tracer } from '@opentelemetry/api';
import {
  callback,
  count,
  flag,
  type OptionRule,
  timerSeconds,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';

export interface OpenTelemetryOptions {
  /** @default the one that is registered globally, named `serviceName` */
  readonly tracer?: Tracer;
  /** @default the one that is registered globally, named `serviceName` */
  readonly meter?: Meter;
  /** The prefix of span names. @default 'l0' */
  readonly serviceName?: string;
  /** A span and a span event for each token. @default false */
  readonly traceTokens?: boolean;
  /** The text of tokens, where these are traced; without the secrets in it. @default false */
  readonly recordTokenContent?: boolean;
  /** A span event for each guardrail violation. @default true */
  readonly recordGuardrailViolations?: boolean;
  /** On every span. @default {} */
  readonly defaultAttributes?: Attributes;
  /** Streams that may be open at once; the one that has been silent for longest is ended as abandoned. @default 5000 */
  readonly maxActiveStreams?: number;
  /** Seconds of silence after which a stream is ended as abandoned. @default 600 */
  readonly streamTimeout?: number;
}

export type CompleteOptions = Required<Omit<OpenTelemetryOptions, 'tracer' | 'meter'>> &
  Pick<OpenTelemetryOptions, 'tracer' | 'meter'>;

const text: OptionRule = {
  expected: 'a text that is not empty',
  holds: (value) => typeof value === 'string' && value.trim() !== '',
};
const record: OptionRule = {
  expected: 'an object',
  holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
const having = (what: string, method: string): OptionRule => ({
  expected: `an OpenTelemetry ${what}, with ${method}()`,
  holds: (value) => callback.holds((value as Record<string, unknown> | null)?.[method]),
});

const RULES = {
  tracer: having('tracer', 'startSpan'),
  meter: having('meter', 'createCounter'),
  serviceName: text,
  traceTokens: flag,
  recordTokenContent: flag,
  recordGuardrailViolations: flag,
  defaultAttributes: record,
  maxActiveStreams: count,
  streamTimeout: timerSeconds,
};

/** @throws {TypeError} when an option is unknown or of another kind than expected */
export function completeOptions(subject: string, options: OpenTelemetryOptions = {}): CompleteOptions {
  validateOptions(subject, options, RULES);
  const { tracer, meter } = options;
  return {
    serviceName: options.serviceName ?? 'l0',
    traceTokens: options.traceTokens ?? false,
    recordTokenContent: options.recordTokenContent ?? false,
    recordGuardrailViolations: options.recordGuardrailViolations ?? true,
    defaultAttributes: { ...options.defaultAttributes },
    maxActiveStreams: options.maxActiveStreams ?? 5_000,
    streamTimeout: options.streamTimeout ?? 600,
    ...(tracer && { tracer }),
    ...(meter && { meter }),
  };
}
