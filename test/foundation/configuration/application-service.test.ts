import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { describeConfig } from '../../../src/foundation/configuration/description.ts';
import { resolveConfig } from '../../../src/foundation/configuration/resolve.ts';
import { resolved } from './resolved.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'otelier-service-'));
const file = path.join(folder, 'package.json');
writeFileSync(file, JSON.stringify({ name: 'from-package', version: '0.0.1' }));
afterAll(() => rmSync(folder, { recursive: true }));

const inPackage = { applicationScript: path.join(folder, 'server.js') };
const OTEL = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=resource,service.version=1,tier=otel,zone=a' };
const OTELIER = { OTELIER_ATTRIBUTES: 'service.name=otelier,service.version=2,tier=otelier' };
const NAMED = { OTEL_SERVICE_NAME: 'variable' };
const attributes = { resourceAttributes: { 'service.name': 'attribute', 'service.version': '3', tier: 'code' } };

const environment = (name: string) => ({ from: 'environment', name });
const code = (name: string) => ({ from: 'code', name });
const packageFile = { from: 'package.json', name: file };

test.each([
  ['package.json', {}, {}, ['from-package', packageFile, '0.0.1', packageFile]],
  [
    'OTEL_RESOURCE_ATTRIBUTES',
    OTEL,
    {},
    ['resource', environment('OTEL_RESOURCE_ATTRIBUTES'), '1', environment('OTEL_RESOURCE_ATTRIBUTES')],
  ],
  [
    'OTELIER_ATTRIBUTES over it',
    { ...OTEL, ...OTELIER },
    {},
    ['otelier', environment('OTELIER_ATTRIBUTES'), '2', environment('OTELIER_ATTRIBUTES')],
  ],
  [
    'OTEL_SERVICE_NAME over both',
    { ...OTEL, ...OTELIER, ...NAMED },
    {},
    ['variable', environment('OTEL_SERVICE_NAME'), '2', environment('OTELIER_ATTRIBUTES')],
  ],
  [
    'resourceAttributes in code over all variables',
    { ...OTEL, ...OTELIER, ...NAMED },
    attributes,
    ['attribute', code('resourceAttributes'), '3', code('resourceAttributes')],
  ],
  [
    'serviceName and serviceVersion in code over everything',
    { ...OTEL, ...OTELIER, ...NAMED },
    { ...attributes, serviceName: 'option', serviceVersion: '4' },
    ['option', code('serviceName'), '4', code('serviceVersion')],
  ],
  [
    'empty names do not count',
    { OTEL_RESOURCE_ATTRIBUTES: 'service.name=,service.version=', OTEL_SERVICE_NAME: ' ' },
    {},
    ['from-package', packageFile, '0.0.1', packageFile],
  ],
])('the service is named by %s', (_, variables, options, expected) => {
  const resolution = resolveConfig({ environment: variables, code: options, ...inPackage });
  const { name, version } = resolution.config.service;
  const { 'service.name': nameSource, 'service.version': versionSource } = resolution.sources;
  expect([name, nameSource, version, versionSource]).toEqual(expected);
});

test('without any name the service is unknown_service:node, without a version', () => {
  const { config, sources } = resolved();
  expect(config.service).toEqual({ name: 'unknown_service:node', version: undefined });
  expect(sources['service.name']).toEqual({ from: 'default' });
  expect(sources['service.version']).toEqual({ from: 'default' });
});

test('resource attributes are merged key by key, each with its source, service.* apart', () => {
  const resolution = resolved({ ...OTEL, OTELIER_ATTRIBUTES: 'tier=otelier,team=x' }, attributes);
  expect(resolution.config.resource.attributes).toEqual({ tier: 'code', zone: 'a', team: 'x' });
  const { values } = describeConfig(resolution);
  const attributeValues = Object.entries(values).filter(([path]) => path.startsWith('resource.attributes.'));
  expect(Object.fromEntries(attributeValues)).toEqual({
    'resource.attributes.tier': { value: 'code', source: code('resourceAttributes') },
    'resource.attributes.zone': { value: 'a', source: environment('OTEL_RESOURCE_ATTRIBUTES') },
    'resource.attributes.team': { value: 'x', source: environment('OTELIER_ATTRIBUTES') },
  });
});
