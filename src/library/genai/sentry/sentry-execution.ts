import type { GuardrailViolation, Telemetry } from '../record/telemetry.ts';
import { redactError } from '../redacted-exception.ts';
import { redactRecord, redactText } from '../text-redaction.ts';
import type { SentryApi, SentryCaptureContext, SentryLevel } from './sentry-client.ts';
import { type CompleteSentryConfig, levelOf, SEVERITIES } from './sentry-config.ts';
import { contextsOf, TELEMETRY_CONTEXT, telemetryContext } from './sentry-contexts.ts';
import { SentryScope, SentryTrace } from './sentry-scope.ts';

/** The number of characters of a token in its breadcrumb. */
const MAX_TOKEN_LENGTH = 50;

interface Crumb {
  readonly category: string;
  readonly message: string;
  readonly type?: 'info' | 'error' | 'debug';
  readonly level?: SentryLevel;
  readonly data?: Record<string, unknown>;
}

/** Reports one execution to Sentry. `ts` is in milliseconds since the epoch, by default the current time. Never throws. */
export class SentryExecution {
  readonly #config: CompleteSentryConfig;
  readonly #scope: SentryScope;
  #span: SentryTrace | undefined;

  constructor(client: SentryApi, config: CompleteSentryConfig) {
    this.#config = config;
    this.#scope = new SentryScope(client, config.environment);
  }

  /** Runs a function whose own reports get these breadcrumbs too. */
  run<T>(fn: () => T): T {
    return this.#scope.run(fn);
  }

  start(name: string, metadata: Readonly<Record<string, unknown>> = {}, ts?: number): void {
    this.#add({ category: 'l0', message: 'L0 execution started', data: { name, ...metadata } }, ts);
    if (this.#config.enableTracing) this.#span = new SentryTrace(this.#scope, name, redactRecord({ ...metadata }), ts);
  }

  startStream(ts?: number): void {
    this.#add({ category: 'l0.stream', message: 'Stream started' }, ts);
  }

  token(token: string | undefined, ts?: number): void {
    if (!this.#config.breadcrumbsForTokens) return;
    const shown = token === undefined || token === '' ? undefined : redactText(token).slice(0, MAX_TOKEN_LENGTH);
    const message = shown === undefined ? 'Token received' : `Token: ${shown}`;
    this.#add({ type: 'debug', category: 'l0.token', message, level: 'debug' }, ts);
  }

  firstToken(ttftMs: number | null, ts?: number): void {
    this.#add({ category: 'l0.stream', message: 'First token received', data: { ttft_ms: ttftMs } }, ts);
  }

  retry(attempt: number, reason: string, isNetworkError: boolean, ts?: number): void {
    const data = { attempt, reason, is_network_error: isNetworkError };
    this.#add({ category: 'l0.retry', message: `Retry attempt ${attempt}`, level: 'warning', data }, ts);
  }

  networkErrorSeen(error: Error, type: string, retried: boolean, ts?: number): void {
    const data = { error_type: type, message: error.message, retried };
    this.#add({ type: 'error', category: 'l0.network', message: `Network error: ${type}`, level: 'error', data }, ts);
  }

  /** Captures a final network error. One that was retried is only a breadcrumb. */
  captureNetworkError(error: Error, type: string, telemetry?: Telemetry): void {
    if (!this.#config.captureNetworkErrors) return;
    const tags = { error_type: type, component: 'l0.network' };
    this.#scope.captureException(redactError(error), this.#context('error', tags, telemetry, { retried: false }));
  }

  guardrailViolations(violations: readonly GuardrailViolation[], telemetry?: Telemetry, ts?: number): void {
    for (const violation of violations) this.#guardrailViolation(violation, telemetry, ts);
  }

  #guardrailViolation(violation: GuardrailViolation, telemetry: Telemetry | undefined, ts?: number): void {
    const { rule = 'unknown', severity, message = '', recoverable = false } = violation;
    const level = levelOf(severity);
    const data = { rule, severity: severity ?? level, message, recoverable };
    this.#add({ type: 'error', category: 'l0.guardrail', message: `Guardrail violation: ${rule}`, level, data }, ts);
    const { captureGuardrailViolations, minGuardrailSeverity } = this.#config;
    if (!captureGuardrailViolations || SEVERITIES.indexOf(level) < SEVERITIES.indexOf(minGuardrailSeverity)) return;
    const text = redactText(`Guardrail violation: ${message || rule}`);
    const tags = { component: 'l0.guardrail', guardrail_rule: String(rule) };
    this.#scope.captureMessage(
      text,
      this.#context(level, tags, telemetry, { violation: redactRecord({ ...violation }) }),
    );
  }

  drift(types: readonly string[], ts?: number): void {
    const message = `Drift detected: ${types.join(', ') || 'unknown'}`;
    this.#add({ type: 'error', category: 'l0.drift', message, level: 'warning', data: { types: [...types] } }, ts);
  }

  /** Adds another breadcrumb. */
  note(message: string, level: SentryLevel, data: Record<string, unknown>, ts?: number): void {
    this.#add({ category: 'l0', message, level, data }, ts);
  }

  completeStream(tokenCount: number, ts?: number): void {
    this.#add({ category: 'l0.stream', message: 'Stream completed', data: { token_count: tokenCount } }, ts);
  }

  complete(telemetry: Telemetry | undefined, ts?: number): void {
    const context = telemetry && telemetryContext(telemetry);
    if (context !== undefined) this.#scope.setContext(TELEMETRY_CONTEXT, context);
    const data = { duration_ms: context?.['duration_ms'], tokens: context?.['tokens'], retries: context?.['retries'] };
    this.#add({ category: 'l0', message: 'L0 execution completed', data: context === undefined ? {} : data }, ts);
    this.endSpan(true, ts);
  }

  fail(error: Error, telemetry?: Telemetry, ts?: number): void {
    this.#scope.captureException(redactError(error), this.#context('error', { component: 'l0' }, telemetry));
    this.endSpan(false, ts);
  }

  endSpan(isOk: boolean, ts?: number): void {
    this.#span?.end(isOk, ts);
    this.#span = undefined;
  }

  #add({ category, message, type = 'info', level = 'info', data = {} }: Crumb, ts = Date.now()): void {
    const timestamp = ts / 1_000;
    this.#scope.addBreadcrumb({
      type,
      category,
      message: redactText(message),
      level,
      timestamp,
      data: redactRecord({ ...data }),
    });
  }

  #context(
    level: SentryLevel,
    tags: Readonly<Record<string, string>>,
    telemetry: Telemetry | undefined,
    extra: Record<string, unknown> = {},
  ): SentryCaptureContext {
    const ours =
      telemetry === undefined
        ? {}
        : { 'l0.stream_id': telemetry.streamId, ...(telemetry.model && { 'l0.model': telemetry.model }) };
    const all = redactRecord({ ...this.#config.tags, ...ours, ...tags });
    return { level, tags: all, contexts: contextsOf(telemetry), extra };
  }
}
