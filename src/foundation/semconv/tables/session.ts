import type { EventDefinition } from './definition.ts';
import { constantsOf, counter, gauge, named, string } from './table.ts';

/** Attributes of sessions. https://opentelemetry.io/docs/specs/semconv/general/session/ */
export const sessionAttributes = {
  'session.id': string('Identifier of the session; on spans and logs, never on metrics'),
  'session.previous_id': string('The session before, of the same user'),
};

/** `SessionAttributes.ID` is `'session.id'`. */
export const SessionAttributes = constantsOf('session', sessionAttributes);

const development = (description: string): EventDefinition => ({ description, stability: 'development' });

/** Events of sessions. */
export const sessionEvents = {
  'session.start': development('A session begins'),
  'session.end': development('A session ends'),
};

/** `SessionEvents.START` is `'session.start'`. */
export const SessionEvents = constantsOf('session', sessionEvents);

/** Metrics of sessions. */
export const sessionMetrics = named({
  'session.created': counter('{session}', 'Sessions that began'),
  'session.active': gauge('{session}', 'Sessions under way'),
});

/** `SessionMetrics.ACTIVE` is `'session.active'`. */
export const SessionMetrics = constantsOf('session', sessionMetrics);
