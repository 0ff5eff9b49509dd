import { maskUrl, oneLine } from '../diagnostics/masking.ts';
import { VERSION } from '../diagnostics/version.ts';
import type { Config } from './config.ts';

/**
 * The line that is logged at the start: the service, the destination of each signal and the number of armed instrumentations. URLs are shortened to host
 * and port, because paths, queries and user names can hold keys.
 */
export function describeStart(config: Config, instrumentationCount: number): string {
  const { service, traces, metrics, logs } = config;
  const places = {
    traces: describeTraces(traces),
    metrics: describeMetrics(metrics),
    logs: describeExporters(logs.exporters, { otlp: describeOtlp(logs.otlp) }),
  };
  const signalsByPlace = Map.groupBy(Object.entries(places), ([, place]) => place);
  const sent = [...signalsByPlace].map(([place, signals]) => `${signals.map(([name]) => name).join(', ')} to ${place}`);
  return `otelier ${VERSION}: service "${oneLine(service.name)}"; ${sent.join('; ')}; ${describePreset(config)}; ${instrumentationCount} instrumentations`;
}

function describeTraces({ exporters, otlp, zipkin, jaeger }: Config['traces']): string {
  const agent = `udp://${jaeger.agentHost}:${jaeger.agentPort}`;
  return describeExporters(exporters, {
    otlp: describeOtlp(otlp),
    zipkin: hostOf(zipkin.endpoint),
    jaeger: jaeger.endpoint === undefined ? agent : hostOf(jaeger.endpoint),
  });
}

function describeMetrics({ exporters, otlp, prometheus }: Config['metrics']): string {
  return describeExporters(exporters, {
    otlp: describeOtlp(otlp),
    prometheus: `${prometheus.host}:${prometheus.port}`,
  });
}

function describeExporters(names: readonly string[], places: Readonly<Record<string, string>>): string {
  const chosen = names.filter((name) => name !== 'none');
  if (chosen.length === 0) return 'nowhere';
  return chosen.map((name) => (places[name] === undefined ? name : `${name} ${places[name]}`)).join(' and ');
}

const describeOtlp = ({ protocol, endpoint }: Config['traces']['otlp']): string => `${protocol} ${hostOf(endpoint)}`;

function hostOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null || parsed.host === '' ? maskUrl(url) : `${parsed.protocol}//${parsed.host}`;
}

/** Describes the sampling for the line at the start. */
export function describePreset({ preset, sampling, traces }: Config): string {
  const name = preset === undefined ? 'no preset' : `preset ${preset}`;
  if (sampling === undefined) return preset === undefined ? name : `${name}, but OTEL_TRACES_SAMPLER=${traces.sampler}`;
  const { rate, minDuration, sampleErrors, sampleSlow, slowThreshold } = sampling;
  const isAll = rate === 1 && minDuration === 0;
  const share = `${Number((rate * 100).toPrecision(6))} % of the traces`;
  const kept = [
    ...(rate > 0 ? [minDuration > 0 ? `${share} that take ${minDuration} s` : share] : []),
    ...(sampleErrors && !isAll ? ['errors'] : []),
    ...(sampleSlow && !isAll ? [`slower than ${slowThreshold} s`] : []),
  ];
  return `${name} (${kept.join(', ') || 'no traces'})`;
}
