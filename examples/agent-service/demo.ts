/**
 * `npm run demo` starts the services under otelier, sends questions, receives the telemetry and prints it.
 *
 *   node examples/agent-service/demo.ts [--requests N] [--serve] [--wait SECONDS]
 *
 * Exits with 0; with 1 when a process ended early or telemetry did not arrive; with 130 or 143 when it was interrupted.
 */
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { type OtlpReceiver, startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { TelemetryStore } from '../../src/tools/receiver/telemetry/telemetry-store.ts';
import { checkCollector, readCollectorEndpoints } from './demo-collector.ts';
import { describeCollector, describeServices, describeTelemetry, describeTry } from './demo-report.ts';
import { startDemoServices } from './demo-services.ts';
import { keepServing } from './demo-serving.ts';
import { waitForTelemetry } from './demo-telemetry.ts';
import { describeLoad, sendLoad, validateCount } from './load.ts';
import { ProcessGroup } from './process-group.ts';

interface DemoOptions {
  readonly requests: number;
  readonly serve: boolean;
  /** Time for the telemetry to arrive. */
  readonly waitSeconds: number;
}

interface DemoRun extends DemoOptions {
  readonly group: ProcessGroup;
  /** Absent when the telemetry goes to the user's Collector. */
  readonly receiver: OtlpReceiver | undefined;
  /** Aborts when the run shall end early. */
  readonly signal: AbortSignal;
}

const MAX_REQUESTS = 5_000;
const MAX_WAIT_SECONDS = 600;
/** Enough for the largest load; with --serve the oldest telemetry is dropped. */
const storeLimits = { maxSpans: 50_000, maxLogs: 80_000, maxMetrics: 2_000 };

function readOptions(): DemoOptions {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '40' },
      serve: { type: 'boolean', default: false },
      wait: { type: 'string', default: '10' },
    },
  });
  const requests = Number(values.requests);
  validateCount('--requests', requests, MAX_REQUESTS);
  const waitSeconds = Number(values.wait);
  validateCount('--wait', waitSeconds, MAX_WAIT_SECONDS);
  return { requests, serve: values.serve, waitSeconds };
}

async function runDemo({ requests, serve, waitSeconds, group, receiver, signal }: DemoRun): Promise<void> {
  const services = await startDemoServices({ group, environment: process.env, otlpEndpoint: receiver?.url });
  console.log(describeServices(services, receiver?.url));
  const load = await sendLoad({ url: services.agentUrl, requests, signal });
  if (signal.aborted) return;
  console.log(describeLoad(load));
  if (load.byStatus.has('failed')) throw new Error('the agent left requests without an answer');
  if (receiver) {
    await waitForTelemetry(receiver, { requests, waitSeconds, environment: process.env });
    console.log(describeTelemetry(receiver.store));
  }
  if (!serve) return;
  console.log(describeTry(services.agentUrl, receiver !== undefined));
  await keepServing({ url: services.agentUrl, firstQuestion: requests + 1, signal, store: receiver?.store });
}

/** Resolves with the first SIGINT or SIGTERM; the second one kills as usual. */
function interruption(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
}

/** Stops everything at the end, whatever happened. Returns the exit code. */
async function superviseDemo(options: DemoOptions, receiver: OtlpReceiver | undefined): Promise<number> {
  const group = new ProcessGroup();
  const stop = new AbortController();
  const interrupted = interruption();
  const run = runDemo({ ...options, group, receiver, signal: stop.signal });
  // If it loses the race below, it fails, because everything that it uses ends.
  run.catch(() => {});
  try {
    const signal = await Promise.race([run, group.failure, interrupted]);
    if (signal && !options.serve) return 128 + constants.signals[signal];
    return 0;
  } finally {
    stop.abort();
    // The services still send queued telemetry, so they end before the receiver does.
    await group.stop();
    await receiver?.close();
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  const collector = readCollectorEndpoints(process.env);
  await Promise.all(collector.map(checkCollector));
  const receiver =
    collector.length > 0 ? undefined : await startOtlpReceiver({ store: new TelemetryStore(storeLimits) });
  process.exitCode = await superviseDemo(options, receiver);
  if (!receiver && process.exitCode === 0) console.log(describeCollector(collector, options.requests));
}

main().catch((error: Error) => {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
});
