import { describe, expect, test } from '@jest/globals';
import { resolveProxy } from '../../../../src/pipeline/exporters/transport/proxy-address.ts';

const URL_OF_PROXY = 'http://me:p%40ss@proxy:3128';

describe('resolveProxy', () => {
  test('separates the credentials from the name', () => {
    expect(resolveProxy('http://collector:4318/v1/traces', { url: URL_OF_PROXY, bypass: '' })).toEqual({
      name: 'http://proxy:3128',
      protocol: 'http:',
      host: 'proxy',
      port: 3128,
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    });
  });

  test.each([
    ['http://proxy', { protocol: 'http:', port: 80, authorization: undefined }],
    ['https://proxy', { protocol: 'https:', port: 443 }],
    ['http://[::1]:3128', { host: '::1', name: 'http://[::1]:3128' }],
    ['http://me:%zz@proxy', { authorization: `Basic ${Buffer.from('me:%zz').toString('base64')}` }],
  ])('reads %s', (url, expected) => {
    expect(resolveProxy('https://collector', { url, bypass: '' })).toMatchObject(expected);
  });

  test.each(['socks5://proxy:1080', 'proxy:3128', ''])('ignores the proxy "%s"', (url) => {
    expect(resolveProxy('https://collector', { url, bypass: '' })).toBeUndefined();
  });

  test('has none for a socket file', () => {
    expect(resolveProxy('unix:/run/otel.sock', { url: URL_OF_PROXY, bypass: '' })).toBeUndefined();
  });

  test.each([
    ['*', 'http://collector:4318'],
    ['other, collector', 'http://collector:4318'],
    ['Collector', 'http://COLLECTOR:4318'],
    ['collector:4318', 'http://collector:4318'],
    ['collector:443', 'https://collector'],
    ['.example.com', 'http://a.example.com'],
    ['.example.com', 'http://example.com'],
    ['*.example.com', 'http://a.example.com'],
    ['10.0.0.1-10.0.0.9', 'http://10.0.0.5:4318'],
    ['::1', 'http://[::1]:4318'],
    ['[::1]:4318', 'http://[::1]:4318'],
  ])('is bypassed when NO_PROXY is "%s" and the endpoint %s', (bypass, endpoint) => {
    expect(resolveProxy(endpoint, { url: URL_OF_PROXY, bypass })).toBeUndefined();
  });

  test.each([
    ['', 'http://collector:4318'],
    ['collector:4317', 'http://collector:4318'],
    ['example.com', 'http://a.example.com'],
    ['.example.com', 'http://notexample.com'],
    ['*.example.com', 'http://example.com'],
    ['10.0.0.1-10.0.0.9', 'http://10.0.0.10'],
    ['10.0.0.1-x', 'http://10.0.0.5'],
  ])('is used when NO_PROXY is "%s" and the endpoint %s', (bypass, endpoint) => {
    expect(resolveProxy(endpoint, { url: URL_OF_PROXY, bypass })).toMatchObject({ host: 'proxy' });
  });
});
