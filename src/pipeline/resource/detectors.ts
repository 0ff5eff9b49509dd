import { createRequire } from 'node:module';
import { osDetector, processDetector, type ResourceDetector } from '@opentelemetry/resources';
import type { DetectorName } from '../../foundation/configuration/config.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { instanceIdDetector } from './instance-id.ts';
import { linuxHostDetector } from './linux-host-detector.ts';

const load = createRequire(import.meta.url);

/** The detectors of each name. Cloud detectors are loaded only when they are named: they query metadata servers over the network. */
const DETECTORS: Readonly<Record<DetectorName, () => readonly ResourceDetector[]>> = {
  service: () => [instanceIdDetector],
  host: () => [hostDetector(), osDetector],
  process: () => [processWithCreationTime],
  container: () => [load('@opentelemetry/resource-detector-container').containerDetector],
  aws: () => {
    const aws = load('@opentelemetry/resource-detector-aws');
    return [
      aws.awsLambdaDetector,
      aws.awsBeanstalkDetector,
      aws.awsEksDetector,
      aws.awsEcsDetector,
      aws.awsEc2Detector,
    ];
  },
  azure: () => {
    const azure = load('@opentelemetry/resource-detector-azure');
    return [
      azure.azureFunctionsDetector,
      azure.azureAppServiceDetector,
      azure.azureContainerAppsDetector,
      azure.azureAksDetector,
      azure.azureVmDetector,
    ];
  },
  gcp: () => [load('@opentelemetry/resource-detector-gcp').gcpDetector],
  alibaba: () => [load('@opentelemetry/resource-detector-alibaba-cloud').alibabaCloudEcsDetector],
};

/** The creation time distinguishes processes with the same id, as process metrics require. https://opentelemetry.io/docs/specs/semconv/resource/process/ */
const processWithCreationTime: ResourceDetector = {
  detect(config) {
    const { attributes = {}, ...detected } = processDetector.detect(config);
    const createdAt = new Date(Date.now() - process.uptime() * 1_000).toISOString();
    return { ...detected, attributes: { ...attributes, 'process.creation.time': createdAt } };
  },
};

function hostDetector(): ResourceDetector {
  if (process.platform === 'linux') return linuxHostDetector;
  return (load('./host-detector.ts') as typeof import('./host-detector.ts')).hostDetector;
}

/** The detectors of the given names. One that cannot be loaded is a warning and absent. */
export function createDetectors(names: readonly DetectorName[]): readonly ResourceDetector[] {
  return names.flatMap((name) => {
    try {
      return DETECTORS[name]();
    } catch (error) {
      log.warn(
        `resource detector ${name}: expected to load, got "${(error as Error).message}"; its attributes are missing`,
      );
      return [];
    }
  });
}
