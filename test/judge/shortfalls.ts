import type { ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import { spansOf, titleOf } from './exchange-text.ts';
import { brokenByMetric, brokenBySpan } from './specification.ts';
import type { Testimony } from './testimony.ts';

/** Where the official packages, and so otelier's spans and metrics, do not do what a rule of specification.ts says. */
export interface Shortfall {
  readonly rules: readonly string[];
  readonly reason: string;
  /** Spans as `exchange, name (kind)`, and metrics, by the program. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** Every span of a package, but those named. */
  readonly everySpanOf?: { readonly scope: string; readonly but?: readonly string[] };
}

const UNDICI = '@opentelemetry/instrumentation-undici';
const UNNAMED_ERRORS = ['600, GET (client)', '999, GET (client)'];

export const SHORTFALLS: readonly Shortfall[] = [
  {
    rules: ['the name is HTTP'],
    reason: 'the http package names spans by the method as it was sent, so that their number has no bound',
    where: {
      methods: ['PURGE, PURGE (client)', 'PROPFIND, PROPFIND (client)'],
      'forms of a call': ['a method that is none, NO METHOD (client)'],
    },
  },
  {
    rules: ['error.type is there with status ERROR', 'error.type is there with an error code'],
    reason: 'the http package takes codes from 600 on for errors, but names no error',
    where: { 'status codes': UNNAMED_ERRORS },
  },
  {
    rules: ['error.type is there with an error code'],
    reason: 'the same in the metrics',
    where: { 'status codes': ['http.client.request.duration'] },
  },
  {
    rules: ['no answer is an error', 'error.type is there without an answer'],
    reason: 'the http package sees no response in an upgrade or a tunnel, and so no 101 or 200',
    where: { methods: ['CONNECT, CONNECT (client)'], connections: ['a websocket, GET (client)'] },
  },
  {
    rules: ['error.type is there without an answer'],
    reason: 'the same in the metrics',
    where: { methods: ['http.client.request.duration'], connections: ['http.client.request.duration'] },
  },
  {
    rules: ['server.address is there'],
    reason: 'no Host, no address: it is recommended only',
    where: { targets: ['no Host, GET (server)', 'an empty Host, GET (server)', 'HTTP/1.0, GET (server)'] },
  },
  {
    rules: ['http.request.method_original is there only if it differs'],
    reason: 'the undici package has it on every span',
    everySpanOf: { scope: UNDICI, but: ['PURGE, HTTP (client)', 'patch, PATCH (client)'] },
  },
  {
    rules: ['url.query is there only with a query, without its ?'],
    reason: 'the undici package has it on every span, with the ? or empty',
    everySpanOf: { scope: UNDICI },
  },
  {
    rules: ['no answer is an error', 'error.type is there without an answer'],
    reason: 'the undici package takes an abort for no error',
    where: { fetch: ['aborted before the answer, GET (client)'] },
  },
  {
    rules: ['error.type is of type string'],
    reason:
      "the undici package takes an error's code before its name, and the code of a DOMException is a number: 23 for TimeoutError",
    where: { fetch: ['a timeout, GET (client)', 'http.client.request.duration'] },
  },
  {
    rules: ['error.type is there without an answer'],
    reason: 'the abort in the metrics',
    where: { fetch: ['http.client.request.duration'] },
  },
];

/** Each rule that a run breaks, as `exchange, span: rule`. */
export function brokenRules(testimony: Testimony): readonly string[] {
  const bySpan = testimony.accounts.flatMap((account) =>
    spansOf(testimony, account).flatMap((span) =>
      brokenBySpan(span).map((rule) => `${account.about}, ${titleOf(span)}: ${rule}`),
    ),
  );
  const byMetric = testimony.metrics.flatMap((metric) =>
    brokenByMetric(metric).map((rule) => `${metric.name}: ${rule}`),
  );
  return [...new Set([...bySpan, ...byMetric])].toSorted();
}

/** What `brokenRules` gives when nothing but the known rules is broken. */
export function shortfallsOf(program: string, testimony: Testimony): readonly string[] {
  const lines = SHORTFALLS.flatMap(({ rules, where = {}, everySpanOf }) => {
    const every = titles(testimony, ({ scope }) => scope.name === everySpanOf?.scope);
    const places = [...(where[program] ?? []), ...every.filter((title) => !everySpanOf?.but?.includes(title))];
    return places.flatMap((place) => rules.map((rule) => `${place}: ${rule}`));
  });
  return [...new Set(lines)].toSorted();
}

const titles = (testimony: Testimony, isMeant: (span: ReceivedSpan) => boolean): readonly string[] =>
  testimony.accounts.flatMap((account) =>
    spansOf(testimony, account)
      .filter(isMeant)
      .map((span) => `${account.about}, ${titleOf(span)}`),
  );
