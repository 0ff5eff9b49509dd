import type { Attributes } from '@opentelemetry/api';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { Completion, Config, DetectorName, SettingValues } from './config.ts';
import type { ConfigSource } from './layers.ts';

interface Candidate {
  readonly value: unknown;
  readonly source: ConfigSource;
}

/** The service's name and version, and the attributes of its resource, each from the strongest layer that knows it. */
export function completeService(values: SettingValues, completion: Completion): Pick<Config, 'service' | 'resource'> {
  const layers = attributeLayers(values, completion);
  const merged: Attributes = {};
  for (const { attributes, source } of layers.toReversed()) {
    for (const [key, value] of Object.entries(attributes)) {
      merged[key] = value;
      completion.sources[`resource.attributes.${key}`] = source;
    }
  }
  for (const key of [ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION]) delete completion.sources[`resource.attributes.${key}`];
  const { [ATTR_SERVICE_NAME]: _name, [ATTR_SERVICE_VERSION]: _version, ...attributes } = merged;
  const service = { name: serviceName(values, completion, layers), version: serviceVersion(completion, layers) };
  return { service, resource: { attributes, detectors: completeDetectors(values.resource.detectors) } };
}

interface AttributeLayer {
  readonly attributes: Attributes;
  readonly source: ConfigSource;
}

/** Strongest first. */
function attributeLayers(values: SettingValues, { code }: Completion): readonly AttributeLayer[] {
  return [
    { attributes: code.resourceAttributes ?? {}, source: { from: 'code', name: 'resourceAttributes' } },
    {
      attributes: values.resource.otelierAttributes ?? {},
      source: { from: 'environment', name: 'OTELIER_ATTRIBUTES' },
    },
    { attributes: values.resource.attributes ?? {}, source: { from: 'environment', name: 'OTEL_RESOURCE_ATTRIBUTES' } },
  ];
}

function serviceName(values: SettingValues, completion: Completion, layers: readonly AttributeLayer[]): string {
  const own: Candidate = {
    value: values.service.name,
    source: completion.sources['service.name'] ?? { from: 'default' },
  };
  const [fromCode, ...fromEnvironment] = layers.map((layer) => candidate(layer, ATTR_SERVICE_NAME));
  // serviceName in code, resourceAttributes in code, OTEL_SERVICE_NAME, the two attribute variables, package.json.
  const ordered =
    own.source.from === 'code' ? [own, fromCode, ...fromEnvironment] : [fromCode, own, ...fromEnvironment];
  return (
    strongest('service.name', [...ordered, packageCandidate('name', completion)], completion) ?? 'unknown_service:node'
  );
}

function serviceVersion(completion: Completion, layers: readonly AttributeLayer[]): string | undefined {
  const own: Candidate = { value: completion.code.serviceVersion, source: { from: 'code', name: 'serviceVersion' } };
  const others = layers.map((layer) => candidate(layer, ATTR_SERVICE_VERSION));
  return strongest('service.version', [own, ...others, packageCandidate('version', completion)], completion);
}

function strongest(
  path: string,
  candidates: readonly (Candidate | undefined)[],
  { sources }: Completion,
): string | undefined {
  const found = candidates.find((item) => typeof item?.value === 'string' && item.value !== '');
  sources[path] = found?.source ?? { from: 'default' };
  return found?.value as string | undefined;
}

function candidate({ attributes, source }: AttributeLayer, key: string): Candidate {
  return { value: attributes[key], source };
}

function packageCandidate(key: 'name' | 'version', { applicationPackage }: Completion): Candidate | undefined {
  return (
    applicationPackage && {
      value: applicationPackage[key],
      source: { from: 'package.json', name: applicationPackage.file },
    }
  );
}

/** Old names of detectors go on working. `env` is always on and needs no detector. */
export function completeDetectors(names: SettingValues['resource']['detectors']): readonly DetectorName[] {
  const today = names.flatMap((name): readonly DetectorName[] => {
    if (name === 'none' || name === 'env') return [];
    if (name === 'all') return ['service', 'host', 'process'];
    if (name === 'os') return ['host'];
    return [name === 'serviceinstance' ? 'service' : name];
  });
  return [...new Set(today)];
}
