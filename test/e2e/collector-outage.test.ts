import { describe, expect, test } from '@jest/globals';
import { warningsIn } from '../program/diagnostics.ts';
import { Program } from '../program/program.ts';
import { type PrintedTelemetry, waitForTelemetry } from './printed-telemetry.ts';
import { type Collector, startCollector } from './servers/collector.ts';

const QUICK = {
  OTEL_LOG_LEVEL: 'debug',
  OTEL_BSP_SCHEDULE_DELAY: '50',
  OTEL_BLRP_SCHEDULE_DELAY: '50',
  // An export that takes longer than the interval would be an outage of its own.
  OTEL_METRIC_EXPORT_INTERVAL: '500',
};
const KEEPS_FAILING = /(ECONNREFUSED[\s\S]*?){10}/;

const hasSpan =
  (name: string) =>
  ({ spans }: PrintedTelemetry): boolean =>
    spans.some((span) => span.name === name);

describe('Collector outage', () => {
  test.each(['http/protobuf', 'grpc'] as const)(
    '%s: a Collector that goes and comes back is two warnings, and nothing is lost',
    async (protocol) => {
      const service = `survivor ${protocol}`;
      const urlOf = ({ grpcUrl, httpUrl }: Collector): string => (protocol === 'grpc' ? grpcUrl : httpUrl);
      const arrival = (receiver: Collector, span: string) =>
        waitForTelemetry(receiver, { service, what: `the span ${span}`, until: hasSpan(span), timeoutMillis: 20_000 });

      let collector = await startCollector();
      try {
        const url = urlOf(collector);
        await using program = new Program({
          file: 'on-command.mjs',
          env: {
            ...QUICK,
            OTEL_EXPORTER_OTLP_ENDPOINT: url,
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            OTEL_SERVICE_NAME: service,
          },
        });
        await program.printed('stdout', /ready/);
        program.write('span before\ncount requests\nlog before\n');
        await arrival(collector, 'before');

        await collector.stop();
        program.write('span meanwhile\ncount requests\nlog meanwhile\n');
        await program.printed('stderr', KEEPS_FAILING);

        collector = await startCollector({ ports: collector.ports });
        await program.printed('stderr', /telemetry reaches \S+ again/);
        program.write('span after\n');
        await arrival(collector, 'after');
        // Tried again until OTEL_EXPORTER_OTLP_TIMEOUT was over, which it is not.
        await arrival(collector, 'meanwhile');

        program.endInput();
        const { exitCode, stderr } = await program.finished;
        expect(exitCode).toBe(0);
        expect(warningsIn(stderr)).toEqual([
          expect.stringContaining(`cannot deliver telemetry to ${url}: `),
          expect.stringContaining(`telemetry reaches ${url} again`),
        ]);
      } finally {
        await collector.stop();
      }
    },
  );
});
