/** `stable`: the name will not change. `development`: its convention may still change it. `deprecated`: there is a newer name. */
export type Stability = 'stable' | 'development' | 'deprecated';

/**
 * The generations of the gen_ai conventions: `v1.36` and before (`gen_ai.system`), `v1.41`, the last one released in semantic-conventions, and
 * `latest`, what semantic-conventions-genai is working on.
 */
export const GENERATIONS = ['v1.36', 'v1.41', 'latest'] as const;
export type Generation = (typeof GENERATIONS)[number];

/** `any`: a JSON text on spans, a structure on events. */
export type AttributeType = 'string' | 'int' | 'double' | 'boolean' | 'string[]' | 'any';

/** The definition of an attribute. */
export interface AttributeDefinition {
  readonly type: AttributeType;
  readonly description: string;
  readonly stability: Stability;
  /** In UCUM; absent for what has no unit. */
  readonly unit?: string;
  /** The generations that have it. Absent: it does not belong to the gen_ai conventions. */
  readonly generations?: readonly Generation[];
}

/** The definition of a metric. */
export interface MetricDefinition {
  readonly name: string;
  readonly instrument: 'counter' | 'updowncounter' | 'gauge' | 'histogram';
  /** In UCUM. */
  readonly unit: string;
  readonly description: string;
  readonly stability: Stability;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
  /** The names of its attributes. */
  readonly attributes: readonly string[];
  readonly generations?: readonly Generation[];
}

/** The definition of an event, which is a log record with a name. */
export interface EventDefinition {
  readonly description: string;
  readonly stability: Stability;
  readonly generations?: readonly Generation[];
}
