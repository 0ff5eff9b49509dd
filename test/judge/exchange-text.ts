/** An exchange as lines that two runs can be compared by: what the application saw, then the tree of the spans. */
import type { ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { Account, Testimony } from './testimony.ts';
import { valueText } from './value-text.ts';
import { withoutVariableParts } from './variable-parts.ts';

/** `left` names spans, as `name (kind)`, that are taken as if they had not been. */
export function exchangeText(testimony: Testimony, about: string, left: readonly string[] = []): readonly string[] {
  const clean = withoutVariableParts(testimony);
  const account = accountOf(testimony, about);
  const all = spansOf(testimony, account);
  const spans = all.filter((span) => !left.includes(titleOf(span)));
  const seen = account.seen.map((entry) => {
    const { traceId: _traceId, spanId, isRecording, ...rest } = entry as typeof entry & { isRecording?: boolean };
    const active = all.find((span) => span.spanId === spanId);
    const isShown = spanId !== undefined && (active === undefined || spans.includes(active));
    return { ...rest, ...(isShown ? { isRecording, isIn: active && titleOf(active) } : {}) };
  });
  return [
    ...[account.outcome].flat().map((outcome) => `the client got ${valueText(clean(outcome))}`),
    ...seen.map((entry) => `the server saw ${valueText(clean(entry))}`),
    ...treeOf(spans, clean),
  ];
}

function accountOf({ accounts }: Testimony, about: string): Account {
  const account = accounts.find((entry) => entry.about === about);
  if (account !== undefined) return account;
  throw new Error(
    `expected an account of "${about}", got ${accounts.map((entry) => entry.about).join(', ') || 'none'}`,
  );
}

/** The spans of an exchange: those of the trace around it, and of the traces that its handlers were in. */
export function spansOf({ spans }: Testimony, { traceId, seen }: Account): readonly ReceivedSpan[] {
  const traces = new Set([traceId, ...seen.flatMap((entry) => entry.traceId ?? [])]);
  return spans.filter((span) => traces.has(span.traceId));
}

export const titleOf = ({ name, kind }: ReceivedSpan): string => `${name} (${kind})`;

/** The spans that belong to no exchange. */
export function strays(testimony: Testimony): readonly string[] {
  const known = new Set(testimony.accounts.flatMap((account) => spansOf(testimony, account)));
  return testimony.spans.filter((span) => !known.has(span)).map(titleOf);
}

function treeOf(spans: readonly ReceivedSpan[], clean: (value: unknown) => unknown): readonly string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const under = (parent: string | undefined): readonly string[] =>
    spans
      .filter(({ parentSpanId = '' }) => (ids.has(parentSpanId) ? parentSpanId : undefined) === parent)
      .map((span) => [...spanText(span, ids, clean), ...under(span.spanId).map((line) => `  ${line}`)])
      .toSorted((a, b) => (a.join() < b.join() ? -1 : 1))
      .flat();
  return under(undefined);
}

/** All of a span but its ids and times: what it says, and what it should not have. */
function spanText(span: ReceivedSpan, ids: ReadonlySet<string>, clean: (value: unknown) => unknown): readonly string[] {
  const { parentSpanId: parent, status, scope, flags, traceState, events, links, resource: _resource } = span;
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span;
  const facts = {
    status,
    scope,
    flags,
    ...(traceState === undefined ? {} : { traceState }),
    ...(parent === undefined || ids.has(parent) ? {} : { remoteParent: parent }),
    ...(events.length === 0 ? {} : { events: events.map(({ timeUnixNano: _time, ...event }) => event) }),
    ...(links.length === 0 ? {} : { links }),
    ...(span.endTimeUnixNano < span.startTimeUnixNano ? { endsBeforeItStarts: true } : {}),
    ...(droppedAttributesCount + droppedEventsCount + droppedLinksCount > 0 ? { dropped: true } : {}),
  };
  const attributes = Object.entries(clean(span.attributes) as object).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = [...attributes, ...Object.entries(clean(facts) as object)];
  return [titleOf(span), ...lines.map(([name, value]) => `    ${name}: ${valueText(value)}`)];
}
