import type { CompletedRequest } from '../../src/tools/receiver/decoding/received-request.ts';
import { startGrpcOtlpReceiver } from '../../src/tools/receiver/grpc-otlp-receiver.ts';
import {
  type OtlpReceiver,
  type OtlpReceiverOptions,
  startOtlpReceiver,
} from '../../src/tools/receiver/otlp-receiver.ts';
import type { ReceivedMetric } from '../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { ReceivedLogRecord, ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import { warningsIn } from '../program/diagnostics.ts';
import type { ProgramEnvironment, ProgramResult } from '../program/program.ts';
import { type RunOptions, runProgram } from '../program/run-program.ts';

export interface DeliveryOptions extends Omit<RunOptions, 'file' | 'env'> {
  /** @default 'telemetry.mjs' */
  readonly file?: string;
  /** Added to what leads to the receiver. */
  readonly env?: ProgramEnvironment | ((receiver: OtlpReceiver) => ProgramEnvironment);
  /** @default 'http' */
  readonly transport?: Transport;
  readonly receiver?: OtlpReceiverOptions;
}

export type Transport = 'http' | 'grpc';

/** What a program printed and what had arrived when it ended. */
export interface Delivery {
  readonly result: ProgramResult;
  /** Lines of otelier on standard error, warnings and errors. */
  readonly warnings: readonly string[];
  readonly spans: readonly ReceivedSpan[];
  readonly metrics: readonly ReceivedMetric[];
  readonly logs: readonly ReceivedLogRecord[];
  readonly requests: readonly CompletedRequest[];
}

/** Under load a flush may take long; only tests about that time set another. */
export const UNHURRIED: ProgramEnvironment = { OTELIER_SHUTDOWN_TIMEOUT: '30000' };

/** These come with time; only tests about them want them among the metrics of a program. */
const UNMEASURED: ProgramEnvironment = {
  OTEL_INSTRUMENTATION_RUNTIME_NODE_ENABLED: 'false',
  OTEL_INSTRUMENTATION_PROCESS_METRICS_ENABLED: 'false',
};

export function startReceiver(transport: Transport, options: OtlpReceiverOptions = {}): Promise<OtlpReceiver> {
  return transport === 'grpc' ? startGrpcOtlpReceiver(options) : startOtlpReceiver(options);
}

/** The environment that leads a program to a receiver. */
export function leadingTo(receiver: OtlpReceiver, transport: Transport = 'http'): ProgramEnvironment {
  return {
    ...UNHURRIED,
    ...UNMEASURED,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    ...(transport === 'grpc' ? { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } : {}),
  };
}

/** Runs a program to its natural end, against a receiver of its own. */
export async function deliver({ file = 'telemetry.mjs', transport = 'http', ...options }: DeliveryOptions = {}) {
  await using receiver = await startReceiver(transport, options.receiver);
  const own = typeof options.env === 'function' ? options.env(receiver) : options.env;
  const result = await runProgram({ ...options, file, env: { ...leadingTo(receiver, transport), ...own } });
  return deliveryOf(result, receiver);
}

export function deliveryOf(result: ProgramResult, receiver: OtlpReceiver): Delivery {
  const { spans, metrics, logs } = receiver.store;
  return { result, warnings: warningsIn(result.stderr), spans, metrics, logs, requests: receiver.requests };
}

/** The span, metric or log record of a name, or an error that says which there are. */
export function named<Item extends { name: string }>(items: readonly Item[], name: string): Item {
  const found = items.find((item) => item.name === name);
  if (found !== undefined) return found;
  throw new Error(`expected one named ${name}, got ${items.map((item) => item.name).join(', ') || 'none'}`);
}

export const namesOf = (items: readonly { name: string }[]): string[] => items.map(({ name }) => name).sort();
