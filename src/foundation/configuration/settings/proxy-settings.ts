import { httpUrl, nodeSwitch, setting, text } from './setting.ts';

/** Proxies between the application and the Collector. */
export const proxySettings = {
  collector: setting(httpUrl, {
    variables: 'OTELIER_PROXY',
    default: undefined,
    about: 'HTTP proxy for OTLP exports alone, `http://user:password@host:port`; `NO_PROXY` does not apply',
    url: true,
  }),
  isFromEnvironment: setting(nodeSwitch, {
    variables: 'NODE_USE_ENV_PROXY',
    default: false,
    about: "Node's own switch, `1`: OTLP exports use the proxies below as the application's requests do",
  }),
  http: setting(text, {
    variables: ['http_proxy', 'HTTP_PROXY'],
    default: undefined,
    about: 'with `NODE_USE_ENV_PROXY=1`: HTTP proxy for http:// endpoints',
    url: true,
  }),
  https: setting(text, {
    variables: ['https_proxy', 'HTTPS_PROXY'],
    default: undefined,
    about: 'with `NODE_USE_ENV_PROXY=1`: HTTP proxy for https:// endpoints',
    url: true,
  }),
  bypass: setting(text, {
    variables: ['no_proxy', 'NO_PROXY'],
    default: undefined,
    about: 'with `NODE_USE_ENV_PROXY=1`: hosts without a proxy, a comma list',
  }),
};
