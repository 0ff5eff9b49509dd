import protobuf from 'protobufjs/light.js';
import type { Signal } from '../../../foundation/configuration/settings/otlp-settings.ts';
import { otlpDescriptor } from './otlp-descriptor.ts';

// A nested map takes three message levels a step; the default of 100 refuses attributes that the Collector takes.
const MAX_MESSAGE_DEPTH = 1000;
protobuf.util.recursionLimit = MAX_MESSAGE_DEPTH;
protobuf.Reader.recursionLimit = MAX_MESSAGE_DEPTH;

const root = protobuf.Root.fromJSON(otlpDescriptor);
const collector = 'opentelemetry.proto.collector';

export const requestTypes: Readonly<Record<Signal, protobuf.Type>> = {
  traces: root.lookupType(`${collector}.trace.v1.ExportTraceServiceRequest`),
  metrics: root.lookupType(`${collector}.metrics.v1.ExportMetricsServiceRequest`),
  logs: root.lookupType(`${collector}.logs.v1.ExportLogsServiceRequest`),
};

export const responseTypes: Readonly<Record<Signal, protobuf.Type>> = {
  traces: root.lookupType(`${collector}.trace.v1.ExportTraceServiceResponse`),
  metrics: root.lookupType(`${collector}.metrics.v1.ExportMetricsServiceResponse`),
  logs: root.lookupType(`${collector}.logs.v1.ExportLogsServiceResponse`),
};

/** google.rpc.Status: the body of OTLP/HTTP error responses. */
export const statusType: protobuf.Type = root.lookupType('google.rpc.Status');
