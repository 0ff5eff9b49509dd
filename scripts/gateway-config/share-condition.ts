const WORD_BITS = 32;
const DIGIT_BITS = 4;

/** Hexadecimal digits by one of their bits, the highest first: where it is 0, and where it is 1. */
const DIGITS = [
  ['[0-7]', '[89a-f]'],
  ['[0-389ab]', '[4-7c-f]'],
  ['[014589cd]', '[2367abef]'],
  ['[02468ace]', '[13579bdf]'],
] as const;

/**
 * An OTTL condition that holds for the trace ids which the SDK's TraceIdRatioBasedSampler samples, so that application and Collector keep the same
 * ones: the exclusive or of the id's four 32-bit words has to be below the ratio's bound. OTTL has no exclusive or, but regular expressions can tell
 * whether an even number of four digits has a bit.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/opentelemetry-sdk-trace-base/src/sampler/TraceIdRatioBasedSampler.ts
 */
export function shareCondition(rate: number): string {
  const bound = Math.floor(rate * 0xffffffff);
  const below = (bit: number): string | undefined => {
    if (bit === WORD_BITS) return undefined;
    const rest = below(bit + 1);
    const isSet = ((bound >>> (WORD_BITS - 1 - bit)) & 1) === 1;
    if (isSet) return rest === undefined ? isZero(bit) : `(${isZero(bit)} or ${rest})`;
    return rest === undefined ? undefined : `(${isZero(bit)} and ${rest})`;
  };
  return below(0) ?? 'false';
}

/** Whether a bit of the words' exclusive or is 0. */
function isZero(bit: number): string {
  const [zero, one] = DIGITS[bit % DIGIT_BITS] ?? DIGITS[0];
  const apart = '.{7}';
  const even = `(${zero}${apart}${zero}|${one}${apart}${one})`;
  const odd = `(${zero}${apart}${one}|${one}${apart}${zero})`;
  const before = Math.floor(bit / DIGIT_BITS);
  return `IsMatch(trace_id.string, "^.{${before}}(${even}${apart}${even}|${odd}${apart}${odd})")`;
}
