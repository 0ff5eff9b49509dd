import type { Attributes, Context, Histogram, Meter } from '@opentelemetry/api';
import type { TokenUsage } from './inference.ts';

/** Factor 2 and 4. https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md */
const SECONDS = Array.from({ length: 14 }, (_, i) => 2 ** i / 100);
const TOKENS = Array.from({ length: 14 }, (_, i) => 4 ** i);
const RATES = [1, 2, 5, 10, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000];

/** The instruments of one meter, whether or not a span is sampled. */
export class InferenceMetrics {
  readonly #duration: Histogram;
  readonly #tokens: Histogram;
  readonly #firstChunk: Histogram;
  readonly #outputChunk: Histogram;
  readonly #rate: Histogram;

  constructor(meter: Meter) {
    const histogram = (
      name: string,
      unit: string,
      description: string,
      explicitBucketBoundaries: number[],
    ): Histogram => meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } });
    this.#duration = histogram('gen_ai.client.operation.duration', 's', 'GenAI operation duration.', SECONDS);
    this.#tokens = histogram('gen_ai.client.token.usage', '{token}', 'Number of input and output tokens used.', TOKENS);
    this.#firstChunk = histogram(
      'gen_ai.client.operation.time_to_first_chunk',
      's',
      'Time to receive the first chunk of a stream.',
      SECONDS,
    );
    this.#outputChunk = histogram(
      'gen_ai.client.operation.time_per_output_chunk',
      's',
      'Time between successive chunks with output of a stream.',
      SECONDS,
    );
    this.#rate = histogram(
      'otelier.gen_ai.client.tokens_per_second',
      '{token}/s',
      'Output tokens of a stream per second of its generation.',
      RATES,
    );
  }

  recordDuration(seconds: number, attributes: Attributes, context: Context): void {
    this.#duration.record(seconds, attributes, context);
  }

  /** Counts of the provider only: what is estimated must not be reported. */
  recordUsage({ inputTokens, outputTokens }: TokenUsage, attributes: Attributes, context: Context): void {
    if (inputTokens !== undefined)
      this.#tokens.record(inputTokens, { ...attributes, 'gen_ai.token.type': 'input' }, context);
    if (outputTokens !== undefined)
      this.#tokens.record(outputTokens, { ...attributes, 'gen_ai.token.type': 'output' }, context);
  }

  recordFirstChunk(seconds: number, attributes: Attributes, context: Context): void {
    this.#firstChunk.record(seconds, attributes, context);
  }

  recordOutputChunks(latencies: readonly number[], attributes: Attributes, context: Context): void {
    for (const seconds of latencies) this.#outputChunk.record(seconds, attributes, context);
  }

  recordRate(tokensPerSecond: number, attributes: Attributes, context: Context): void {
    this.#rate.record(tokensPerSecond, attributes, context);
  }
}
