import type { Attributes } from '@opentelemetry/api';
import { field, type ReadEvent } from '../events/stream-event.ts';
import { type Drift, driftOf, violationsOf } from '../record/event-payload.ts';
import type { GuardrailViolation } from '../record/telemetry.ts';
import { SemanticAttributes } from './semantic-attributes.ts';

/** Kept of one stream, at most: a rule that is checked at every token may be violated at every one. */
const MAX_VIOLATIONS = 1_000;

/** The data of a stream beside its telemetry, for its span. */
export class StreamExtras {
  readonly violations: GuardrailViolation[] = [];
  networkErrors = 0;
  /** Changes to another model. */
  fallbacks = 0;
  readonly driftTypes: string[] = [];
  #violationCount = 0;
  #isDrifted = false;
  #fallbackIndex: number | undefined;
  readonly #reported: Attributes = {};

  note(event: ReadEvent): void {
    const { type } = event;
    if (type === 'NETWORK_ERROR') this.networkErrors++;
    if (type === 'GUARDRAIL_RULE_RESULT') this.#noteViolations(violationsOf(event));
    if (type === 'DRIFT_CHECK_RESULT') this.#noteDrift(driftOf(event));
    if (type === 'FALLBACK_START') this.fallbacks++;
    if (type.startsWith('FALLBACK_')) this.#noteFallback(event);
    if (type === 'COMPLETE' || type === 'SESSION_END') this.#noteUsage(event);
  }

  #noteViolations(found: readonly GuardrailViolation[]): void {
    this.#violationCount += found.length;
    this.violations.push(...found.slice(0, MAX_VIOLATIONS - this.violations.length));
  }

  #noteDrift(drift: Drift | undefined): void {
    if (drift === undefined) return;
    this.#isDrifted = true;
    const types = drift.types.length > 0 ? drift.types : ['unknown'];
    this.driftTypes.push(...types.slice(0, MAX_VIOLATIONS - this.driftTypes.length));
  }

  #noteFallback({ get }: ReadEvent): void {
    const index = get('index') ?? get('toIndex');
    if (typeof index === 'number') this.#fallbackIndex = index;
  }

  #noteUsage({ get }: ReadEvent): void {
    const usage = get('usage');
    const input = get('inputTokens') ?? field(usage, 'inputTokens') ?? field(usage, 'promptTokens');
    const output = get('outputTokens') ?? field(usage, 'outputTokens') ?? field(usage, 'completionTokens');
    const model = get('responseModel');
    if (typeof input === 'number') this.#reported[SemanticAttributes.LLM_USAGE_INPUT_TOKENS] = input;
    if (typeof output === 'number') this.#reported[SemanticAttributes.LLM_USAGE_OUTPUT_TOKENS] = output;
    if (typeof model === 'string') this.#reported[SemanticAttributes.LLM_RESPONSE_MODEL] = model;
  }

  attributes(networkRetries: number): Attributes {
    return {
      [SemanticAttributes.L0_NETWORK_ERROR_COUNT]: Math.max(this.networkErrors, networkRetries),
      [SemanticAttributes.L0_GUARDRAIL_VIOLATION_COUNT]: this.#violationCount,
      [SemanticAttributes.L0_DRIFT_DETECTED]: this.#isDrifted,
      ...(this.#fallbackIndex === undefined ? {} : { [SemanticAttributes.L0_FALLBACK_INDEX]: this.#fallbackIndex }),
      ...this.#reported,
    };
  }
}
