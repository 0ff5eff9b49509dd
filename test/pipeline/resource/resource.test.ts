import { hostname } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import type { CodeOptions } from '../../../src/foundation/configuration/config.ts';
import type { Environment } from '../../../src/foundation/configuration/layers.ts';
import { VERSION } from '../../../src/foundation/diagnostics/version.ts';
import { createResource } from '../../../src/pipeline/resource/resource.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';

async function attributesOf(environment: Environment, code: CodeOptions = {}): Promise<Record<string, unknown>> {
  const resource = createResource(resolved(environment, code).config);
  await resource.waitForAsyncAttributes?.();
  return resource.attributes;
}

const NO_DETECTORS = { OTEL_NODE_RESOURCE_DETECTORS: 'none' };
const ALWAYS = {
  'service.name': 'unknown_service:node',
  'telemetry.sdk.language': 'nodejs',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.version': expect.stringMatching(/^\d/),
  'telemetry.distro.name': 'otelier',
  'telemetry.distro.version': VERSION,
};

describe('createResource', () => {
  test('without detectors: the service, the SDK and the distribution', async () => {
    expect(await attributesOf(NO_DETECTORS)).toEqual(ALWAYS);
  });

  test('what code and environment say is added, by precedence', async () => {
    const environment = { ...NO_DETECTORS, OTEL_RESOURCE_ATTRIBUTES: 'a=1,b=1,c=1,service.version=9' };
    const code = { serviceName: 'shop', resourceAttributes: { a: 3, list: ['x'] } };
    expect(await attributesOf({ ...environment, OTELIER_ATTRIBUTES: 'a=2,b=2' }, code)).toEqual({
      ...ALWAYS,
      'service.name': 'shop',
      'service.version': '9',
      a: 3,
      b: '2',
      c: '1',
      list: ['x'],
    });
  });

  test('the default detectors describe service instance, host and process', async () => {
    expect(await attributesOf({})).toMatchObject({
      ...ALWAYS,
      'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
      'host.name': hostname(),
      'host.arch': expect.any(String),
      'os.type': process.platform,
      'process.pid': process.pid,
      'process.runtime.name': 'nodejs',
    });
  });

  test('what the user says wins over what a detector finds', async () => {
    const said = { OTEL_RESOURCE_ATTRIBUTES: 'host.name=mine,service.instance.id=one,telemetry.sdk.language=x' };
    expect(await attributesOf(said)).toMatchObject({ 'host.name': 'mine', 'service.instance.id': 'one' });
  });

  test('attributes the user gives cannot say that this is another distribution', async () => {
    const said = { ...NO_DETECTORS, OTEL_RESOURCE_ATTRIBUTES: 'telemetry.distro.name=other' };
    expect(await attributesOf(said)).toMatchObject({ 'telemetry.distro.name': 'otelier' });
  });
});
