import { defaultResource, detectResources, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_VERSION,
  ATTR_TELEMETRY_DISTRO_NAME,
  ATTR_TELEMETRY_DISTRO_VERSION,
} from '@opentelemetry/semantic-conventions';
import type { Config } from '../../foundation/configuration/config.ts';
import { VERSION } from '../../foundation/diagnostics/version.ts';
import { redactAttributes } from '../../foundation/redaction/redacted-attributes.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { withTimeout } from './detection-timeout.ts';
import { createDetectors } from './detectors.ts';
import { quietResource } from './quiet-resource.ts';

/** Creates the resource from the SDK's defaults, the detectors' attributes and the configuration; later ones win. */
export function createResource({ service, resource }: Config, redactor?: Redactor): Resource {
  const detectors = createDetectors(resource.detectors).map((detector) => withTimeout(detector));
  const configured = resourceFromAttributes({
    ...resource.attributes,
    [ATTR_SERVICE_NAME]: service.name,
    ...(service.version === undefined ? {} : { [ATTR_SERVICE_VERSION]: service.version }),
    [ATTR_TELEMETRY_DISTRO_NAME]: 'otelier',
    [ATTR_TELEMETRY_DISTRO_VERSION]: VERSION,
  });
  const created = defaultResource().merge(detectResources({ detectors })).merge(configured);
  // Otherwise settled attributes would not be known if the process ends without a regular export.
  void created.waitForAsyncAttributes?.();
  return quietResource(created, redactor && ((attributes) => redactAttributes(attributes, redactor)));
}
