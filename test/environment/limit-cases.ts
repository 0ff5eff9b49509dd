import { expect } from '@jest/globals';
import type { Attributes } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { type Delivery, named } from './delivery.ts';
import { arriving, type VariableCase } from './variable-case.ts';

/** limits.mjs emits so many of everything, with values of so many characters. */
const COUNT = 6;
const LENGTH = 40;

/** What is left of it, in numbers. */
interface Left {
  readonly spanAttributes: number;
  readonly spanLength: number;
  readonly events: number;
  readonly eventAttributes: number;
  readonly links: number;
  readonly linkAttributes: number;
  readonly logAttributes: number;
  readonly logLength: number;
}

const EVERYTHING: Left = {
  spanAttributes: COUNT,
  spanLength: LENGTH,
  events: COUNT,
  eventAttributes: COUNT,
  links: COUNT,
  linkAttributes: COUNT,
  logAttributes: COUNT,
  logLength: LENGTH,
};

const countOf = (attributes: Attributes = {}): number => Object.keys(attributes).length;
const lengthOf = (attributes: Attributes = {}): number => String(Object.values(attributes)[0] ?? '').length;

function leftOf({ spans, logs }: Delivery): Left {
  const span = named(spans, 'much');
  const [log] = logs;
  return {
    spanAttributes: countOf(span.attributes),
    spanLength: lengthOf(span.attributes),
    events: span.events.length,
    eventAttributes: countOf(span.events[0]?.attributes),
    links: span.links.length,
    linkAttributes: countOf(span.links[0]?.attributes),
    logAttributes: countOf(log?.attributes),
    logLength: lengthOf(log?.attributes),
  };
}

const limited = (variable: string, value: string, left: Partial<Left>, env: ProgramEnvironment = {}): VariableCase =>
  arriving({
    variable,
    value,
    ...(Object.keys(env).length === 0 ? {} : { about: `beside ${Object.keys(env).join(', ')}` }),
    env,
    file: 'limits.mjs',
    stdout: 'limits: done\n',
    // The SDK says so, which limits.test.ts looks at.
    tolerates: /Dropp/,
    shows: (delivery) => expect(leftOf(delivery)).toEqual({ ...EVERYTHING, ...left }),
  });

/** Limits of spans and log records; each affects what its name says and nothing else. */
export const limitCases: readonly VariableCase[] = [
  limited('OTEL_ATTRIBUTE_COUNT_LIMIT', '4', { spanAttributes: 4, logAttributes: 4 }),
  limited('OTEL_ATTRIBUTE_COUNT_LIMIT', '0', { spanAttributes: 0, spanLength: 0, logAttributes: 0, logLength: 0 }),
  limited('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '8', { spanLength: 8, logLength: 8 }),
  limited('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', '3', { spanAttributes: 3 }),
  limited(
    'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
    '3',
    { spanAttributes: 3, logAttributes: 2 },
    { OTEL_ATTRIBUTE_COUNT_LIMIT: '2' },
  ),
  limited('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', '9', { spanLength: 9 }),
  limited(
    'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    '9',
    { spanLength: 9, logLength: 8 },
    { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '8' },
  ),
  limited('OTEL_SPAN_EVENT_COUNT_LIMIT', '2', { events: 2 }),
  limited('OTEL_SPAN_LINK_COUNT_LIMIT', '2', { links: 2 }),
  limited('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', '1', { eventAttributes: 1 }),
  limited('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', '1', { linkAttributes: 1 }),
  limited('OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', '5', { logAttributes: 5 }),
  limited('OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', '7', { logLength: 7 }),
  limited(
    'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    '7',
    { spanLength: 8, logLength: 7 },
    { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '8' },
  ),
];
