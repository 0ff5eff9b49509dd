import { describe, expect, test } from '@jest/globals';
import { isExpectedHost } from '../../../../src/pipeline/exporters/prometheus/host-header.ts';

describe('isExpectedHost', () => {
  test.each([
    'localhost',
    'localhost:9464',
    'LOCALHOST',
    'app.localhost:1',
    '127.0.0.1:9464',
    '127.1.2.3',
    '[::1]:9464',
    'localhost.',
  ])('accepts %s wherever it listens', (host) => {
    for (const bound of ['127.0.0.1', '0.0.0.0', '::', 'localhost']) expect(isExpectedHost(host, bound)).toBe(true);
  });

  test.each(['10.0.0.7:9464', '[fd00::7]:9464', 'app:9464', 'shop_1'])('accepts %s only beyond loopback', (host) => {
    expect([isExpectedHost(host, '0.0.0.0'), isExpectedHost(host, '127.0.0.1')]).toEqual([true, false]);
  });

  test.each([
    'evil.example',
    'evil.example:9464',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'x@localhost',
    'a b',
    '',
    '[::1',
    '10.0.0.7.evil',
  ])('refuses %s', (host) => {
    for (const bound of ['127.0.0.1', '0.0.0.0', '::']) expect(isExpectedHost(host, bound)).toBe(false);
  });

  test('accepts the configured host', () => {
    expect(isExpectedHost('shop.example.com:9464', 'shop.example.com')).toBe(true);
  });

  test('accepts HTTP/1.0 without the header', () => {
    expect(isExpectedHost(undefined, '127.0.0.1')).toBe(true);
  });
});
