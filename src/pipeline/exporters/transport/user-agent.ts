import { VERSION } from '../../../foundation/diagnostics/version.ts';

/** The version of @opentelemetry/otlp-exporter-base, which does not export it. A test compares it with the installed one. */
export const OTLP_EXPORTER_VERSION = '0.301.0';

/** The product of a distribution stands before that of the exporter: https://opentelemetry.io/docs/specs/otel/protocol/exporter/#user-agent */
export const USER_AGENT = `otelier/${VERSION} OTel-OTLP-Exporter-JavaScript/${OTLP_EXPORTER_VERSION}`;
