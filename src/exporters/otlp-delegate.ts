import {
  createOtlpNetworkExportDelegate,
  ExporterMetrics,
  type IExporterTransport,
  type IOtlpExportDelegate,
} from '@opentelemetry/otlp-exporter-base';
import type { IExporterMetricsHelper, ISerializer } from '@opentelemetry/otlp-transformer';
import { transportTimeout } from './export-timeout.ts';
import { CONCURRENT_EXPORTS, type OtlpTarget } from './otlp-target.ts';
import { RetryingTransport } from './retrying-transport.ts';

/** What stands between the exporter of one signal and a transport: serialisation, further tries and the end of both. */
export function createOtlpDelegate<Items, Response>(
  protocol: 'grpc' | 'http',
  { otlp, destination, timeoutMillis }: OtlpTarget,
  transport: IExporterTransport,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): IOtlpExportDelegate<Items> {
  const retrying = new RetryingTransport(transport, (error) => destination.failed(error));
  destination.signal.addEventListener('abort', () => retrying.shutdown(), { once: true });
  const options = {
    compression: otlp.compression,
    timeoutMillis: transportTimeout(timeoutMillis),
    concurrencyLimit: CONCURRENT_EXPORTS,
  };
  const metrics = new ExporterMetrics({
    componentType: `otlp_${protocol}_${helper.name}_exporter`,
    metricsHelper: helper,
    url: otlp.endpoint,
    // The exporters' metrics about themselves go nowhere.
    meterProvider: undefined,
    responseAttributesFromError: () => ({}),
  });
  return createOtlpNetworkExportDelegate(options, serializer, metrics, retrying);
}
