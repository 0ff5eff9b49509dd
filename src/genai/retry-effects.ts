import { categoryOf } from './error-effect.ts';
import { textOf } from './plain-data.ts';
import type { ReadEvent } from './stream-event.ts';
import type { StreamRecord } from './stream-record.ts';

/** RETRY_START */
export function noteRetryStart(record: StreamRecord, event: ReadEvent): void {
  if (record.options.collectRetries) record.telemetry.retries.maxAttempts = attemptNumber(event.get('maxAttempts'));
}

/** RETRY_ATTEMPT */
export function noteRetry(record: StreamRecord, event: ReadEvent): void {
  record.tokens.breakOff();
  if (!record.options.collectRetries) return;
  const { retries } = record.telemetry;
  const isNetwork = event.get('isNetwork') === true;
  const category = categoryOf(event) ?? (isNetwork ? 'network' : undefined);
  retries.attempt = attemptNumber(event.get('attempt'));
  retries.totalRetries++;
  if (isNetwork || category === 'network') retries.networkRetries++;
  else retries.modelRetries++;
  retries.lastError = textOf(event.get('error') ?? event.get('reason')) ?? retries.lastError;
  retries.lastErrorCategory = category ?? retries.lastErrorCategory;
}

/** RETRY_GIVE_UP */
export function noteGivingUp(record: StreamRecord, event: ReadEvent): void {
  record.hadError = true;
  if (!record.options.collectRetries) return;
  const { retries } = record.telemetry;
  retries.lastError = textOf(event.get('error') ?? event.get('lastError')) ?? retries.lastError;
}

/** Attempts are counted from 1. */
function attemptNumber(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 1;
}
