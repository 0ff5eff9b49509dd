import { shorten, textOf } from './plain-data.ts';
import { field, type ReadEvent } from './stream-event.ts';
import type { StreamRecord } from './stream-record.ts';

/** The category of an error that comes with the type of its failure alone. */
const CATEGORIES: Readonly<Record<string, string>> = {
  network: 'network',
  model: 'model',
  timeout: 'transient',
  zero_output: 'content',
  abort: 'provider',
};
const RECOVERIES: ReadonlySet<unknown> = new Set(['retry', 'fallback', 'continue']);

/** ERROR: what is known of an error; the latest one stands. */
export function noteError(record: StreamRecord, event: ReadEvent): void {
  record.hadError = true;
  if (!record.options.collectErrors) return;
  const { error } = record.telemetry;
  const cause = event.get('error');
  error.occurred = true;
  error.message = textOf(cause) ?? textOf(event.get('message')) ?? error.message;
  error.category = categoryOf(event) ?? error.category;
  error.code = textOf(event.get('code') ?? event.get('errorCode') ?? field(cause, 'code')) ?? error.code;
  const stack = event.get('stack') ?? field(cause, 'stack');
  if (typeof stack === 'string') error.stack = shorten(stack);
  const recoverable = event.get('recoverable');
  error.recoverable = typeof recoverable === 'boolean' ? recoverable : RECOVERIES.has(event.get('recoveryStrategy'));
}

/** `category`, or what another field says of it. */
export function categoryOf(event: ReadEvent): string | undefined {
  const category = event.get('category');
  if (typeof category === 'string' && category !== '') return shorten(category);
  const failure = event.get('failureType');
  return typeof failure === 'string' && Object.hasOwn(CATEGORIES, failure) ? CATEGORIES[failure] : undefined;
}
