import { describe, expect, test } from '@jest/globals';
import { parseGrpcAddress } from '../../../../src/pipeline/exporters/grpc/grpc-address.ts';

describe('parseGrpcAddress', () => {
  test.each([
    ['http://collector:4317', 'http', 'collector:4317', { host: 'collector', port: 4317 }],
    ['https://127.0.0.1:4317/', 'https', '127.0.0.1:4317', { host: '127.0.0.1', port: 4317 }],
    ['http://[::1]:4317', 'http', '[::1]:4317', { host: '::1', port: 4317 }],
    ['http://collector', 'http', 'collector:80', { host: 'collector', port: 80 }],
    ['https://collector', 'https', 'collector:443', { host: 'collector', port: 443 }],
    ['unix:/run/otlp.sock', 'http', 'localhost', { path: '/run/otlp.sock' }],
    ['unix:///run/otlp.sock', 'http', 'localhost', { path: '/run/otlp.sock' }],
    ['unix:otlp.sock', 'http', 'localhost', { path: 'otlp.sock' }],
  ])('parses %s', (endpoint, scheme, authority, place) => {
    expect(parseGrpcAddress(endpoint)).toEqual({ scheme, authority, place, authorization: undefined });
  });

  test('turns credentials into basic authentication, and keeps them out of the authority', () => {
    expect(parseGrpcAddress('https://me:p%40ss@collector:4317')).toMatchObject({
      authority: 'collector:4317',
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    });
  });
});
