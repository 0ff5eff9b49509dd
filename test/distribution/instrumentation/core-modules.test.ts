// Node's own modules, which are off by default.
import { describe } from '@jest/globals';
import { testTrees } from './library-program.ts';

describe('spans of Node’s own modules', () => {
  testTrees([
    {
      program: 'dns',
      env: { OTEL_INSTRUMENTATION_DNS_ENABLED: 'true' },
      attributes: ['net.peer.ip'],
      tree: ['work (internal)', '  dns.lookup (client)'],
    },
    {
      program: 'net',
      env: { OTEL_INSTRUMENTATION_NET_ENABLED: 'true' },
      attributes: ['network.transport', 'net.transport'],
      tree: ['work (internal)', '  tcp.connect (internal) network.transport=tcp'],
    },
    {
      program: 'fs',
      isWorkOnly: true,
      env: { OTEL_INSTRUMENTATION_FS_ENABLED: 'true' },
      tree: ['work (internal)', '  fs readFile (internal)', '  fs readFile (internal)!*'],
    },
  ]);
});
