/** The three processes of the demo and the environment each one gets. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { ProcessGroup, ProcessOptions } from './process-group.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;

export interface DemoServices {
  readonly agentUrl: string;
  readonly inventoryUrl: string;
  readonly llmUrl: string;
}

export interface DemoServiceOptions {
  readonly group: ProcessGroup;
  /** The user's own environment, handed on to the processes. */
  readonly environment: Environment;
  /** The endpoint for the telemetry of the two services; `undefined` leaves it to the environment. */
  readonly otlpEndpoint: string | undefined;
}

/** Telemetry shall be there when the load ends, not seconds later, and fit a screen. What the user set comes first. */
const demoPace = {
  OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'runtime-node,process-metrics',
  OTEL_METRIC_EXPORT_INTERVAL: '1000',
  OTEL_BSP_SCHEDULE_DELAY: '200',
  OTEL_BLRP_SCHEDULE_DELAY: '200',
};

const plain = ['--disable-warning=ExperimentalWarning'];
const instrumented = [...plain, '--import', new URL('../../register.ts', import.meta.url).href];

export async function startDemoServices(options: DemoServiceOptions): Promise<DemoServices> {
  const { group, environment } = options;
  const [llmUrl, inventoryUrl] = await Promise.all([
    group.start({ name: 'llm-server', program: programOf('llm-server'), nodeFlags: plain, environment }),
    group.start(instrumentedService('inventory-service', options)),
  ]);
  const upstream = {
    INVENTORY_URL: inventoryUrl,
    OPENAI_BASE_URL: `${llmUrl}/v1`,
    // The stand-in takes any key; a real one of the user stays out of the demo.
    OPENAI_API_KEY: `local-demo-${randomUUID()}`,
    INVENTORY_TOKEN: environment['INVENTORY_TOKEN'] ?? randomUUID(),
    INVENTORY_PASSWORD: environment['INVENTORY_PASSWORD'] ?? randomUUID(),
  };
  const agentUrl = await group.start(instrumentedService('agent-service', options, upstream));
  return { agentUrl, inventoryUrl, llmUrl };
}

function instrumentedService(
  name: string,
  { environment, otlpEndpoint }: DemoServiceOptions,
  variables: Environment = {},
): ProcessOptions {
  // To OpenTelemetry an empty variable is an unset one.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const endpoint = otlpEndpoint === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint };
  return {
    name,
    program: programOf(name),
    nodeFlags: instrumented,
    environment: { ...demoPace, ...set, OTEL_SERVICE_NAME: name, ...endpoint, ...variables },
  };
}

function programOf(name: string): string {
  return fileURLToPath(new URL(`${name}.ts`, import.meta.url));
}
