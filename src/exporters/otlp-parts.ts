import {
  createOtlpNetworkExportDelegate,
  ExporterMetrics,
  type IExporterTransport,
  type IOtlpExportDelegate,
} from '@opentelemetry/otlp-exporter-base';
import type { IExporterMetricsHelper, ISerializer } from '@opentelemetry/otlp-transformer';
import { transportTimeout } from './export-timeout.ts';
import type { FinalRequest, TransportPlan } from './final-request.ts';
import { CONCURRENT_EXPORTS, type OtlpTarget } from './otlp-target.ts';
import { RetryingTransport } from './retrying-transport.ts';

/** What an OTLP exporter is made of, whatever the signal and the protocol. */
export interface OtlpParts<Items> {
  readonly delegate: IOtlpExportDelegate<Items>;
  /** How items are sent without the exporter. */
  readonly toRequest: (items: Items) => FinalRequest;
}

/** What stands between the exporter of one signal and its transport: serialisation, further tries and the end of both. */
export function createOtlpParts<Items, Response>(
  plan: TransportPlan,
  transport: IExporterTransport,
  { otlp, destination, timeoutMillis }: OtlpTarget,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): OtlpParts<Items> {
  const retrying = new RetryingTransport(transport, (error) => destination.failed(error));
  destination.signal.addEventListener('abort', () => retrying.shutdown(), { once: true });
  destination.hurry.addEventListener('abort', () => retrying.stopRetrying(), { once: true });
  const options = {
    compression: otlp.compression,
    timeoutMillis: transportTimeout(timeoutMillis),
    concurrencyLimit: CONCURRENT_EXPORTS,
  };
  const metrics = new ExporterMetrics({
    componentType: `otlp_${plan.protocol}_${helper.name}_exporter`,
    metricsHelper: helper,
    url: otlp.endpoint,
    // The exporters' metrics about themselves go nowhere.
    meterProvider: undefined,
    responseAttributesFromError: () => ({}),
  });
  return {
    delegate: createOtlpNetworkExportDelegate(options, serializer, metrics, retrying),
    toRequest: (items) => {
      const body = serializer.serializeRequest(items);
      if (body === undefined) throw new Error('expected telemetry to be serialised, got nothing');
      return { plan, body, timeoutMillis };
    },
  };
}
