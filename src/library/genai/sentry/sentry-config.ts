import { flag, type OptionRule, oneOf, validateOptions } from '../../../foundation/diagnostics/options.ts';
import type { SentryApi, SentryLevel } from './sentry-client.ts';

export interface SentryConfig {
  /** Whether final network errors become events; a retried one is a breadcrumb only. @default true */
  readonly captureNetworkErrors?: boolean;
  /** Whether guardrail violations become events. @default true */
  readonly captureGuardrailViolations?: boolean;
  /** The minimum severity of a violation that becomes an event: debug < info < warning < error < fatal. @default 'error' */
  readonly minGuardrailSeverity?: SentryLevel;
  /** Whether each token is a breadcrumb, with its first 50 characters. @default false */
  readonly breadcrumbsForTokens?: boolean;
  /** Whether an execution is a Sentry span. @default true */
  readonly enableTracing?: boolean;
  /** Tags of every event. @default {} */
  readonly tags?: Readonly<Record<string, string>>;
  /** The environment and a tag of every event. @default the client's environment */
  readonly environment?: string;
}

export type CompleteSentryConfig = Required<Omit<SentryConfig, 'environment'>> & Pick<SentryConfig, 'environment'>;

export const SEVERITIES: readonly SentryLevel[] = ['debug', 'info', 'warning', 'error', 'fatal'];

const ALIASES: Readonly<Record<string, SentryLevel>> = { warn: 'warning', critical: 'fatal', log: 'info' };

/** The level of a severity; an unknown one counts as an error. */
export function levelOf(severity: unknown): SentryLevel {
  const name = String(severity).toLowerCase();
  return SEVERITIES.find((level) => level === name) ?? ALIASES[name] ?? 'error';
}

const text: OptionRule = { expected: 'a text', holds: (value) => typeof value === 'string' };
const tags: OptionRule = {
  expected: 'an object of texts',
  holds: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(text.holds),
};

const RULES = {
  captureNetworkErrors: flag,
  captureGuardrailViolations: flag,
  minGuardrailSeverity: oneOf(...SEVERITIES),
  breadcrumbsForTokens: flag,
  enableTracing: flag,
  tags,
  environment: text,
};

/** @throws {TypeError} when an option is unknown or of another kind than expected */
export function completeSentryConfig(subject: string, config: SentryConfig = {}): CompleteSentryConfig {
  validateOptions(subject, config, RULES);
  return {
    captureNetworkErrors: config.captureNetworkErrors ?? true,
    captureGuardrailViolations: config.captureGuardrailViolations ?? true,
    minGuardrailSeverity: config.minGuardrailSeverity ?? 'error',
    breadcrumbsForTokens: config.breadcrumbsForTokens ?? false,
    enableTracing: config.enableTracing ?? true,
    tags: { ...config.tags },
    ...(config.environment === undefined ? {} : { environment: config.environment }),
  };
}

/** @throws {TypeError} if the value has no function of a Sentry client */
export function validateSentryClient(subject: string, client: unknown): SentryApi {
  const { captureException, captureMessage, addBreadcrumb } = (client ?? {}) as SentryApi;
  if ([captureException, captureMessage, addBreadcrumb].some((method) => typeof method === 'function'))
    return client as SentryApi;
  const got = client === null ? 'null' : typeof client;
  throw new TypeError(
    `${subject}: expected sentry to be a Sentry client with captureException(), captureMessage() or addBreadcrumb(), got ${got} without them`,
  );
}
