import { describe, expect, test } from '@jest/globals';
import { frameGrpcMessage } from '../../../../src/pipeline/exporters/grpc/grpc-frame.ts';
import {
  type GrpcResponse,
  judgeGrpcResponse,
  judgeReset,
} from '../../../../src/pipeline/exporters/grpc/grpc-response.ts';
import { statusDetails } from './status-details.ts';

const GRPC = { ':status': 200, 'content-type': 'application/grpc' };
const answer = (parts: Partial<GrpcResponse>): GrpcResponse => ({
  headers: GRPC,
  trailers: {},
  body: Buffer.alloc(0),
  ...parts,
});
const error = (message: string | RegExp) =>
  expect.objectContaining({ message: typeof message === 'string' ? message : expect.stringMatching(message) });

describe('judgeGrpcResponse', () => {
  test('returns the message of a success', () => {
    const body = frameGrpcMessage(Buffer.from('abc'), false);
    const response = judgeGrpcResponse(answer({ trailers: { 'grpc-status': '0' }, body }));
    expect(response).toEqual({ status: 'success', data: new Uint8Array(Buffer.from('abc')) });
  });

  test('is a success when the message cannot be read, since the telemetry was accepted', () => {
    const response = judgeGrpcResponse(answer({ trailers: { 'grpc-status': '0' }, body: Buffer.from([1]) }));
    expect(response).toEqual({ status: 'success' });
  });

  test.each([
    ['trailers', { trailers: { 'grpc-status': '16', 'grpc-message': 'bad key hunter2' } }],
    ['the headers alone', { headers: { ...GRPC, 'grpc-status': '16', 'grpc-message': 'bad key hunter2' } }],
  ])('names the status of a refusal in %s, without text of the server', (_, parts) => {
    expect(judgeGrpcResponse(answer(parts))).toEqual({
      status: 'failure',
      error: error('gRPC status UNAUTHENTICATED'),
    });
  });

  test.each([
    ['14', {}, { status: 'retryable', error: error('gRPC status UNAVAILABLE') }],
    ['14', { seconds: 2 }, { status: 'retryable', error: error(/UNAVAILABLE/), retryInMillis: 2_000 }],
    ['8', undefined, { status: 'failure', error: error('gRPC status RESOURCE_EXHAUSTED') }],
    ['8', { seconds: 7 }, { status: 'retryable', error: error(/RESOURCE_EXHAUSTED/), retryInMillis: 7_000 }],
    ['3', { seconds: 7 }, { status: 'failure', error: error('gRPC status INVALID_ARGUMENT') }],
  ])('interprets status %s with RetryInfo %j', (status, delay, expected) => {
    const details = delay && Object.keys(delay).length > 0 ? { 'grpc-status-details-bin': statusDetails(delay) } : {};
    expect(judgeGrpcResponse(answer({ trailers: { 'grpc-status': status, ...details } }))).toEqual(expected);
  });

  test.each([
    'grpc: received message larger than max (5000000 vs. 4194304)',
    'grpc%3A%20received%20message%20larger%20than%20max',
    'the body is too large',
  ])('names the variables for a request beyond the limit of the server: %s', (message) => {
    const trailers = { 'grpc-status': '8', 'grpc-message': message };
    expect(judgeGrpcResponse(answer({ trailers }))).toEqual({
      status: 'failure',
      error: error(/^gRPC status RESOURCE_EXHAUSTED: the request is larger .*OTEL_BSP_MAX_EXPORT_BATCH_SIZE/),
    });
  });

  test.each([
    [502, 'text/html', 'retryable', 'HTTP 502 without a gRPC status'],
    [503, 'text/plain', 'retryable', 'HTTP 503 without a gRPC status'],
    [404, 'text/html', 'failure', 'HTTP 404 without a gRPC status'],
    [200, 'Text/HTML', 'failure', 'HTTP 200 with an HTML page: this is no OTLP endpoint'],
    [200, 'application/grpc', 'failure', 'HTTP 200 without a gRPC status'],
  ])('interprets HTTP %d %s without a gRPC status: %s, %s', (httpStatus, type, status, message) => {
    const headers = { ':status': httpStatus, 'content-type': type };
    expect(judgeGrpcResponse(answer({ headers }))).toEqual({ status, error: error(message) });
  });

  test('ignores a status that is no number', () => {
    expect(judgeGrpcResponse(answer({ trailers: { 'grpc-status': 'fine' } }))).toMatchObject({ status: 'failure' });
  });

  test.each([
    [7, 'retryable', /UNAVAILABLE/],
    [8, 'retryable', /CANCELLED/],
    [2, 'failure', /INTERNAL.*HTTP\/2 error 2/],
    [0, 'failure', /INTERNAL.*without an answer/],
  ])('interprets a call that ended with HTTP/2 error %d: %s', (resetCode, status, message) => {
    expect(judgeReset(resetCode)).toEqual({ status, error: error(message) });
  });

  test('gives responses a status, which failed connections lack', () => {
    expect(judgeGrpcResponse(answer({ trailers: { 'grpc-status': '3' } }))).toMatchObject({ error: { status: 3 } });
  });
});
