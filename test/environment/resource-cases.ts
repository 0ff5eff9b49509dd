import { expect } from '@jest/globals';
import type { Attributes } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import type { Delivery } from './delivery.ts';
import { arriving, type VariableCase } from './variable-case.ts';

/** The attributes of the one resource that everything of a program has in common. */
export function resourceOf({ spans, metrics, logs }: Delivery): Attributes {
  expect([spans.length, metrics.length, logs.length].every((count) => count > 0)).toBe(true);
  const [first, ...others] = [...spans, ...metrics, ...logs].map(({ resource }) => resource.attributes);
  for (const other of others) expect(other).toEqual(first);
  return first as Attributes;
}

/** On every span, metric and log record: these attributes; undefined means absent. */
const described = (
  variable: string,
  value: string,
  attributes: Readonly<Record<string, unknown>>,
  { env = {}, about }: { env?: ProgramEnvironment; about?: string } = {},
): VariableCase =>
  arriving({
    variable,
    value,
    ...(about === undefined ? {} : { about }),
    env,
    file: 'packaged-app/main.js',
    stdout: 'packaged: done\n',
    shows: (delivery) => {
      const resource = resourceOf(delivery);
      expect(Object.fromEntries(Object.keys(attributes).map((key) => [key, resource[key]]))).toEqual(attributes);
    },
  });

const DETECTORS = 'OTEL_NODE_RESOURCE_DETECTORS';
const SERVICE = { 'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/) };
const HOST = { 'host.name': expect.any(String), 'os.type': 'linux' };
const PROCESS = { 'process.pid': expect.any(Number), 'process.runtime.name': 'nodejs' };

/** What of the three groups a resource has. */
const detected = (
  value: string,
  about: string,
  ...groups: readonly Readonly<Record<string, unknown>>[]
): VariableCase => {
  const none = Object.keys({ ...SERVICE, ...HOST, ...PROCESS }).map((key) => [key, undefined]);
  return described(DETECTORS, value, Object.assign(Object.fromEntries(none), ...groups), { about });
};

const packageJson = { 'service.name': '@acme/packaged-app', 'service.version': '4.5.6' };

/** Who emits the telemetry. */
export const resourceCases: readonly VariableCase[] = [
  described('OTEL_SERVICE_NAME', ' ', packageJson, { about: 'blank: name and version of package.json' }),
  described('OTEL_SERVICE_NAME', 'Till', { 'service.name': 'Till', 'service.version': '4.5.6' }),
  described(
    'OTEL_SERVICE_NAME',
    'till',
    { 'service.name': 'till', 'service.version': '2' },
    {
      about: 'wins over the attribute variables',
      env: {
        OTELIER_ATTRIBUTES: 'service.name=otelier',
        OTEL_RESOURCE_ATTRIBUTES: 'service.name=resource,service.version=2',
      },
    },
  ),
  described('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=a%20b%2Cc, service.name = till ,', {
    'deployment.environment.name': 'a b,c',
    'service.name': 'till',
    'service.version': '4.5.6',
  }),
  described('OTEL_RESOURCE_ATTRIBUTES', 'host.name=said', { 'host.name': 'said' }, { about: 'wins over detectors' }),
  described('OTELIER_ATTRIBUTES', 'app.tenant=a%3Db,team=till', { 'app.tenant': 'a=b', team: 'till', ...packageJson }),
  described(
    'OTELIER_ATTRIBUTES',
    'both=otelier,service.version=3',
    { both: 'otelier', only: 'resource', 'service.name': 'resource', 'service.version': '3' },
    {
      about: 'wins over OTEL_RESOURCE_ATTRIBUTES',
      env: { OTEL_RESOURCE_ATTRIBUTES: 'both=resource,only=resource,service.name=resource,service.version=2' },
    },
  ),
  detected('', 'the default', SERVICE, HOST, PROCESS),
  detected('ALL', 'those of the default', SERVICE, HOST, PROCESS),
  detected('none', 'nothing but what is said', packageJson),
  detected('Host', 'one of today', HOST),
  detected('service,process', 'a list', SERVICE, PROCESS),
  detected('env', 'is always on', packageJson),
  detected('os,serviceinstance', 'names of before', HOST, SERVICE),
  detected('container', 'needs no network', packageJson),
];
