import { beforeEach, describe, expect, test } from '@jest/globals';
import { toGrpcMetadata } from '../../../../src/pipeline/exporters/grpc/grpc-metadata.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

describe('toGrpcMetadata', () => {
  test('lowers the case of names and keeps values', () => {
    expect(toGrpcMetadata({ 'Api-Key': 'a b=~', 'x_1.y': '' })).toEqual({ 'api-key': 'a b=~', 'x_1.y': '' });
    expect(recorded.warnings).toEqual([]);
  });

  test.each([
    'Host',
    'content-type',
    'te',
    'User-Agent',
    'connection',
    'grpc-timeout',
    ':path',
    'naïve',
    'a b',
    'key-bin',
  ])('skips %s with a warning that shows no value', (name) => {
    expect(toGrpcMetadata({ [name]: 'hunter2', other: '1' })).toEqual({ other: '1' });
    expect(recorded.warnings).toEqual([expect.stringMatching(/^OTLP header .*: expected .*; it is not sent$/)]);
    expect(recorded.warnings.join()).not.toContain('hunter2');
  });

  test.each(['sécret', 'two\nlines', '\u0000'])('skips a value of %j', (value) => {
    expect(toGrpcMetadata({ [`x-${value.length}`]: value })).toEqual({});
    expect(recorded.warnings).toHaveLength(1);
  });
});
