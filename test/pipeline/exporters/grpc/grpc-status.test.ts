import { describe, expect, test } from '@jest/globals';
import {
  grpcStatusName,
  isRetryableStatus,
  statusOfHttp,
  statusOfReset,
} from '../../../../src/pipeline/exporters/grpc/grpc-status.ts';

describe('gRPC status', () => {
  /** https://opentelemetry.io/docs/specs/otlp/#failures */
  test.each([
    [1, 'CANCELLED', true],
    [2, 'UNKNOWN', false],
    [3, 'INVALID_ARGUMENT', false],
    [4, 'DEADLINE_EXCEEDED', true],
    [5, 'NOT_FOUND', false],
    [6, 'ALREADY_EXISTS', false],
    [7, 'PERMISSION_DENIED', false],
    [8, 'RESOURCE_EXHAUSTED', false],
    [9, 'FAILED_PRECONDITION', false],
    [10, 'ABORTED', true],
    [11, 'OUT_OF_RANGE', true],
    [12, 'UNIMPLEMENTED', false],
    [13, 'INTERNAL', false],
    [14, 'UNAVAILABLE', true],
    [15, 'DATA_LOSS', true],
    [16, 'UNAUTHENTICATED', false],
    [17, '17', false],
  ])('%d is %s, retryable: %s', (code, name, isRetryable) => {
    expect([grpcStatusName(code), isRetryableStatus(code, undefined)]).toEqual([name, isRetryable]);
  });

  test('RESOURCE_EXHAUSTED is retryable when the server names a delay', () => {
    expect(isRetryableStatus(8, 0)).toBe(true);
    expect(isRetryableStatus(3, 0)).toBe(false);
  });

  test.each([
    [400, 'INTERNAL'],
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'UNIMPLEMENTED'],
    [429, 'UNAVAILABLE'],
    [500, 'UNKNOWN'],
    [502, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
    [504, 'UNAVAILABLE'],
    [200, 'UNKNOWN'],
  ])('of HTTP %d without one is %s', (httpStatus, name) => {
    expect(grpcStatusName(statusOfHttp(httpStatus))).toBe(name);
  });

  test.each([
    [0, 'INTERNAL'],
    [2, 'INTERNAL'],
    [7, 'UNAVAILABLE'],
    [8, 'CANCELLED'],
    [11, 'UNAVAILABLE'],
    [12, 'PERMISSION_DENIED'],
  ])('of HTTP/2 error %d is %s', (resetCode, name) => {
    expect(grpcStatusName(statusOfReset(resetCode))).toBe(name);
  });
});
