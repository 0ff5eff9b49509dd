import { describe, expect, test } from '@jest/globals';
import { formatMillis, formatNumber, formatQuantity } from '../../../src/tools/viewer/number-text.ts';

describe('number text', () => {
  test.each([
    [0, '0'],
    [1234567, '1,234,567'],
    [2n ** 63n - 1n, '9,223,372,036,854,775,807'],
    [0.012345, '0.0123'],
    [12.345, '12.3'],
    [123456.789, '123,457'],
    [-0.5, '-0.5'],
    [1e-9, '1.00e-9'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('formats %p as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test.each([
    [0, '0 ms'],
    [0.0854, '85 µs'],
    [0.9996, '1 ms'],
    [1.234, '1.23 ms'],
    [999.6, '1 s'],
    [59_999, '1 min 0 s'],
    [1500, '1.5 s'],
    [200_400, '3 min 20 s'],
    [7_200_000, '2 h 0 min'],
    [-3, '-3 ms'],
  ])('formats %p ms as %s', (millis, text) => {
    expect(formatMillis(millis)).toBe(text);
  });

  test.each([
    [0.25, 's', '250 ms'],
    [250, 'ms', '250 ms'],
    [68_157_440, 'By', '65 MiB'],
    [1000, 'By', '1,000 B'],
    [0, 'By', '0 B'],
    [-2048, 'By', '-2 KiB'],
    [5, '{order}', '5'],
    [5n, '', '5'],
  ])('formats %p %s as %s', (value, unit, text) => {
    expect(formatQuantity(value, unit)).toBe(text);
  });
});
