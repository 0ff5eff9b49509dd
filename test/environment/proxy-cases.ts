import { expect } from '@jest/globals';
import { serveProxy } from '../pipeline/exporters/local-proxy.ts';
import { deliver } from './delivery.ts';
import { expectShop } from './shop.ts';
import type { VariableCase } from './variable-case.ts';

const SWITCH = 'NODE_USE_ENV_PROXY';

/** All telemetry arrives; `isProxied`: through the proxy that the variable names. */
function proxied(
  variables: readonly string[],
  isProxied: boolean,
  more: Readonly<Record<string, string>>,
): VariableCase {
  return {
    variables,
    about: isProxied ? 'a proxy' : 'no proxy',
    check: async () => {
      const proxy = await serveProxy();
      const delivery = await deliver({
        env: Object.fromEntries(Object.entries(more).map(([name, value]) => [name, value === '' ? proxy.url : value])),
      });
      await proxy.close();
      expectShop(delivery);
      expect([proxy.seen.length > 0, delivery.warnings]).toEqual([isProxied, []]);
    },
  };
}

/** Variables of proxies. test/delivery/proxies.test.ts has TLS, gRPC and failures. */
export const proxyCases: readonly VariableCase[] = [
  proxied(['OTELIER_PROXY'], true, { OTELIER_PROXY: '' }),
  proxied([SWITCH, 'HTTP_PROXY'], true, { [SWITCH]: '1', HTTP_PROXY: '' }),
  proxied(['http_proxy'], true, { [SWITCH]: '1', http_proxy: '', HTTP_PROXY: 'http://127.0.0.1:1' }),
  proxied([SWITCH], false, { [SWITCH]: '0', HTTP_PROXY: '' }),
  proxied(['HTTPS_PROXY', 'https_proxy'], false, { [SWITCH]: '1', HTTPS_PROXY: '', https_proxy: '' }),
  proxied(['NO_PROXY'], false, { [SWITCH]: '1', HTTP_PROXY: '', NO_PROXY: '127.0.0.1,localhost' }),
  proxied(['no_proxy'], false, { [SWITCH]: '1', HTTP_PROXY: '', no_proxy: '*' }),
];
