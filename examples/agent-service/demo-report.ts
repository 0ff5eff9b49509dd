/** The output of the demo. */
import type { ReceivedTrace } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import type { TelemetryStore } from '../../src/tools/receiver/telemetry/telemetry-store.ts';
import { renderMetrics } from '../../src/tools/viewer/metrics-table.ts';
import { selectTraces } from '../../src/tools/viewer/trace-selection.ts';
import { type RenderOptions, renderTrace } from '../../src/tools/viewer/trace-tree.ts';
import { type CollectorEndpoint, describeEndpoint } from './demo-collector.ts';
import type { DemoServices } from './demo-services.ts';
import { completeTraces } from './demo-telemetry.ts';

const WIDTH_OF_A_PIPE = 120;

function renderOptions(): RenderOptions {
  const { isTTY, columns } = process.stdout;
  return { width: columns ?? WIDTH_OF_A_PIPE, color: isTTY && process.stdout.hasColors() };
}

/** Says what runs where; `receiverUrl` is absent when the telemetry goes to the user's Collector. */
export function describeServices({ agentUrl, inventoryUrl, llmUrl }: DemoServices, receiverUrl?: string): string {
  const rows = [
    ['agent-service', agentUrl, 'node --import ./register.ts'],
    ['inventory-service', inventoryUrl, 'node --import ./register.ts'],
    ['llm-server', llmUrl, 'replaces the LLM provider, not instrumented'],
    ...(receiverUrl ? [['OTLP receiver', receiverUrl, 'inside this process']] : []),
  ];
  const lines = rows.map(([name = '', url = '', note]) => `  ${name.padEnd(18)}${url.padEnd(24)}${note}`);
  return ['otelier demo: a shop assistant, its inventory and an LLM', ...lines, ''].join('\n');
}

/** One answered question, one failed question and the metrics. */
export function describeTelemetry(store: TelemetryStore): string {
  const options = renderOptions();
  const traces = completeTraces(store);
  const [answered] = selectTraces({ traces: () => traces.filter((trace) => !hasError(trace)) });
  const [failed] = selectTraces({ traces: () => traces.filter(isFailed) });
  return [
    ...(answered ? ['', heading('One question that was answered'), renderTrace(answered, options)] : []),
    ...(failed ? ['', heading('One question that failed'), renderTrace(failed, options)] : []),
    '',
    heading('Metrics'),
    renderMetrics(store, options),
  ].join('\n');
}

function heading(text: string): string {
  return `── ${text} ${'─'.repeat(Math.max(0, (renderOptions().width ?? WIDTH_OF_A_PIPE) - text.length - 4))}`;
}

/** The trace that was completed last. */
export function describeNewestTrace(store: TelemetryStore): string {
  const newest = completeTraces(store).at(-1);
  return newest ? renderTrace(newest, renderOptions()) : 'no complete trace yet';
}

export function describeTry(agentUrl: string, hasReceiver: boolean): string {
  return [
    '',
    'Everything stays up, with one question a second. Try:',
    `  curl '${agentUrl}/ask?q=Is+the+kettle+in+stock%3F&tenant=acme'`,
    hasReceiver ? 'Enter prints the newest trace, Ctrl-C ends.' : 'Ctrl-C ends.',
  ].join('\n');
}

/** Names the Collector that received the telemetry instead of the demo. */
export function describeCollector(endpoints: readonly CollectorEndpoint[], requests: number): string {
  return [
    '',
    `The telemetry of these ${requests} requests was sent to your Collector:`,
    ...endpoints.map((endpoint) => `  ${describeEndpoint(endpoint)}`),
    'Look there for the services agent-service and inventory-service.',
  ].join('\n');
}

const hasError = ({ spans }: ReceivedTrace): boolean => spans.some(({ status }) => status.code === 'ERROR');

/** Its first span failed, so its caller got an error; a retry that helped does not count. */
const isFailed = ({ spans }: ReceivedTrace): boolean =>
  spans.some(({ parentSpanId, status }) => parentSpanId === undefined && status.code === 'ERROR');
