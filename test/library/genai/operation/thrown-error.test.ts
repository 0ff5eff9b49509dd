import { describe, expect, test } from '@jest/globals';
import { describeError, isAbort } from '../../../../src/library/genai/operation/thrown-error.ts';

describe('describeError', () => {
  test('uses no identifier or sentence as a type', () => {
    expect(describeError({ code: 'err_1234567', type: 'overloaded' }).type).toBe('overloaded');
    expect(describeError({ code: 'req_deadbeef0123', type: 'overloaded' }).type).toBe('overloaded');
    expect(describeError(Object.assign(new Error('x'), { name: 'Tenant 7 has no more' })).type).toBe('Error');
  });

  test('bounds types to a hundred and still recognizes aborts', () => {
    const codes = Array.from({ length: 300 }, (_, index) => describeError({ code: `code_${index}` }).type);
    expect(new Set(codes).size).toBeLessThanOrEqual(101);
    expect(codes.at(-1)).toBe('_OTHER');
    expect(isAbort(new DOMException('x', 'AbortError'))).toBe(true);
    class APIUserAbortError extends Error {}
    expect(isAbort(new APIUserAbortError())).toBe(true);
  });
});
