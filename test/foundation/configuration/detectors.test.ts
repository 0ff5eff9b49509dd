import { expect, test } from '@jest/globals';
import { resolved } from './resolved.ts';

test.each([
  ['', ['service', 'host', 'process']],
  ['none', []],
  ['none,host', []],
  ['all', ['service', 'host', 'process']],
  ['env', []],
  ['os', ['host']],
  ['host,os', ['host']],
  ['serviceinstance', ['service']],
  ['env,host,os,process,serviceinstance', ['host', 'process', 'service']],
  ['all,gcp', ['service', 'host', 'process', 'gcp']],
  ['container,aws,azure,alibaba', ['container', 'aws', 'azure', 'alibaba']],
  ['host,mainframe', ['host']],
])('OTEL_NODE_RESOURCE_DETECTORS="%s" means %j', (names, detectors) => {
  expect(resolved({ OTEL_NODE_RESOURCE_DETECTORS: names }).config.resource.detectors).toEqual(detectors);
});
