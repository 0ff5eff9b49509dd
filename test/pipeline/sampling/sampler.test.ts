import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type Context, ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { createSampler } from '../../../src/pipeline/sampling/sampler.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

function childOf(traceFlags: TraceFlags): Context {
  const parent = { traceId: TRACE_ID, spanId: '1'.repeat(16), traceFlags, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

const WHERE = {
  root: ROOT_CONTEXT,
  'child of a sampled one': childOf(TraceFlags.SAMPLED),
  'child of an unsampled one': childOf(TraceFlags.NONE),
};

/** Whether a root, a child of a sampled and a child of an unsampled span are recorded. */
function decisions(environment: Readonly<Record<string, string>>, traceId = TRACE_ID): boolean[] {
  const sampler = createSampler(resolved(environment).config.traces);
  return Object.values(WHERE).map(
    (parent) =>
      sampler.shouldSample(parent, traceId, 'name', SpanKind.SERVER, {}, []).decision ===
      SamplingDecision.RECORD_AND_SAMPLED,
  );
}

const SAMPLER = 'OTEL_TRACES_SAMPLER';
const ARG = 'OTEL_TRACES_SAMPLER_ARG';

describe('createSampler', () => {
  test.each([
    [{}, [true, true, false]],
    [{ [SAMPLER]: 'always_on' }, [true, true, true]],
    [{ [SAMPLER]: 'ALWAYS_OFF' }, [false, false, false]],
    [{ [SAMPLER]: 'parentbased_always_on' }, [true, true, false]],
    [{ [SAMPLER]: 'parentbased_always_off' }, [false, true, false]],
    [{ [SAMPLER]: 'traceidratio', [ARG]: '0' }, [false, false, false]],
    [{ [SAMPLER]: 'traceidratio', [ARG]: '1' }, [true, true, true]],
    [{ [SAMPLER]: 'traceidratio' }, [true, true, true]],
    [{ [SAMPLER]: 'traceidratio', [ARG]: '2' }, [true, true, true]],
    [{ [SAMPLER]: 'parentbased_traceidratio', [ARG]: '0' }, [false, true, false]],
    [{ [SAMPLER]: 'parentbased_traceidratio', [ARG]: '1' }, [true, true, false]],
    [{ [SAMPLER]: 'sometimes' }, [true, true, false]],
    [{ [ARG]: '0' }, [true, true, false]],
  ])('%j: root, child of a sampled, child of an unsampled: %j', (environment, expected) => {
    expect(decisions(environment)).toEqual(expected);
  });

  test.each(['traceidratio', 'parentbased_traceidratio'])('%s keeps its share of the traces', (sampler) => {
    const ids = Array.from({ length: 2_000 }, (_, index) => createHash('md5').update(String(index)).digest('hex'));
    const kept = ids.filter((id) => decisions({ [SAMPLER]: sampler, [ARG]: '0.25' }, id)[0]);
    expect(Math.abs(kept.length / ids.length - 0.25)).toBeLessThan(0.05);
  });
});
