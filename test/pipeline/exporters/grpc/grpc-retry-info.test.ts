import { describe, expect, test } from '@jest/globals';
import { retryDelayMillis } from '../../../../src/pipeline/exporters/grpc/grpc-retry-info.ts';
import { statusDetails } from './status-details.ts';

describe('retryDelayMillis', () => {
  test.each([
    [{ seconds: 7 }, 7_000],
    [{ seconds: 1, nanos: 500_000_000 }, 1_500],
    [{ nanos: 2_000_000 }, 2],
    [{}, 0],
    [{ seconds: 300 }, 300_000],
  ])('reads %j as %d ms', (delay, millis) => {
    expect(retryDelayMillis(statusDetails(delay))).toBe(millis);
  });

  test('accepts details without padding', () => {
    expect(retryDelayMillis(statusDetails({ seconds: 7 }).replace(/=+$/, ''))).toBe(7_000);
  });

  test.each([
    ['nothing', undefined],
    ['no details', Buffer.from([0x08, 8]).toString('base64')],
    ['another detail', statusDetails({ seconds: 7 }, 'type.googleapis.com/google.rpc.Help')],
    ['no base64', '\u0000%%%'],
    ['a length beyond the end', Buffer.from([0x1a, 200, 1]).toString('base64')],
    ['a number without end', Buffer.from([0x08, 255, 255]).toString('base64')],
    ['no protobuf', Buffer.from('some text, by mistake').toString('base64')],
  ])('returns nothing and does not throw for %s', (_, details) => {
    expect(retryDelayMillis(details)).toBeUndefined();
  });
});
