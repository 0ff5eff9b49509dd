import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { frameGrpcMessage, readGrpcMessage } from '../../../../src/pipeline/exporters/grpc/grpc-frame.ts';

const LIMIT = 1_000;

describe('gRPC frames', () => {
  test.each([
    ['plain', Buffer.from('abc'), false, [0, 0, 0, 0, 3, 97, 98, 99]],
    ['compressed', Buffer.from('abc'), true, [1, 0, 0, 0, 3, 97, 98, 99]],
    ['empty', Buffer.alloc(0), false, [0, 0, 0, 0, 0]],
  ])('have a flag, four bytes of length and the message: %s', (_, body, compressed, expected) => {
    expect([...frameGrpcMessage(body, compressed)]).toEqual(expected);
  });

  test('use all four bytes of the length', () => {
    expect([...frameGrpcMessage(new Uint8Array(0x01020304), false).subarray(0, 5)]).toEqual([0, 1, 2, 3, 4]);
  });

  test('can be read, also at an offset in their buffer', () => {
    const framed = Buffer.concat([Buffer.from('before'), frameGrpcMessage(Buffer.from('abc'), false)]);
    expect(Buffer.from(readGrpcMessage(framed.subarray(6), 'identity', LIMIT) ?? []).toString()).toBe('abc');
  });

  test('are decompressed', () => {
    const framed = frameGrpcMessage(gzipSync('abc'), true);
    expect(String(readGrpcMessage(framed, 'gzip', LIMIT))).toBe('abc');
    expect(readGrpcMessage(framed, 'snappy', LIMIT)).toBeUndefined();
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['too short a prefix', Buffer.from([0, 0, 0])],
    ['a message that ends too early', Buffer.from([0, 0, 0, 0, 9, 1])],
    ['a second message', Buffer.from([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])],
    ['no gzip', frameGrpcMessage(Buffer.from('abc'), true)],
    ['gzip beyond the limit', frameGrpcMessage(gzipSync(Buffer.alloc(LIMIT + 1)), true)],
  ])('are undefined and do not throw for %s', (_, framed) => {
    expect(readGrpcMessage(framed, 'gzip', LIMIT)).toBeUndefined();
  });
});
