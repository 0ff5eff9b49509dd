import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startOtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { DemoProcess } from './demo-process.ts';

/** The line that a service logs when it starts. */
const startLine = (service: string): unknown =>
  expect.stringMatching(
    `^${service} \\| otelier \\[info\\] otelier .*: service "${service}"; traces, metrics, logs to otlp`,
  );

const TIMEOUT_MILLIS = 60_000;
/** The 7th and the 9th question fail. */
const enough = ['--requests', '10'];
const counts = /^10 requests in [\d.]+ s: 8 × 200, 1 × 502, 1 × 503$/m;

let demo: DemoProcess;
afterEach(() => demo.kill('SIGKILL'));

/** The output between a heading and the next one. */
function section(heading: string): string {
  const [, text = ''] = demo.stdout.split(new RegExp(`^── ${heading}.*$`, 'm'));
  return text.split(/^── /m)[0] ?? '';
}

async function expectNoSurvivors(): Promise<void> {
  const deadline = Date.now() + 8_000;
  while ((await demo.survivors()).length > 0 && Date.now() < deadline) await sleep(100);
  expect(await demo.survivors()).toEqual([]);
}

describe('examples/agent-service', () => {
  test(
    'prints an answered question, a failed one and the metrics, and leaves nothing behind',
    async () => {
      demo = new DemoProcess(enough);
      expect(await demo.ended).toEqual({ code: 0, signal: null });
      expect(demo.stderr.trimEnd().split('\n')).toEqual(['inventory-service', 'agent-service'].map(startLine));
      expect(demo.stdout).toMatch(counts);
      expect(section('One question that was answered').split('\n')).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^trace [0-9a-f]{32} .*2 services · 5 spans/),
          expect.stringMatching(/^agent-service +GET +server · 200 +\/ask .* (µs|m?s) /),
          expect.stringMatching(/^ +│ +INFO +question received/),
          expect.stringMatching(/^agent-service +├─ GET +client · 200 .*app\.tenant\.id=/),
          expect.stringMatching(/^inventory-service +│ {2}└─ GET +server · 200 +\/items/),
          expect.stringMatching(/^ +│ +INFO +item found/),
          expect.stringMatching(/^agent-service +└─ chat gpt-4o-mini +client · \d+ → \d+ tokens/),
          expect.stringMatching(/^agent-service +└─ POST +client · 200/),
          expect.stringMatching(/^ +INFO +question answered/),
        ]),
      );
      expect(section('One question that failed')).toMatch(/ERROR question not answered: UpstreamError/);
      expect(section('Metrics')).toMatch(/^agent-service[\s\S]* {2}gen_ai\.client\.token\.usage/m);
      expect(section('Metrics')).toMatch(
        /^agent-service[\s\S]* {2}http\.server\.request\.duration +histogram .* GET 200 +8 /m,
      );
      await expectNoSurvivors();
    },
    TIMEOUT_MILLIS,
  );

  test(
    'sends to the Collector of the environment instead, and reports that',
    async () => {
      await using collector = await startOtlpReceiver();
      demo = new DemoProcess(enough, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
      expect(await demo.ended).toEqual({ code: 0, signal: null });
      expect(demo.stdout).toMatch(counts);
      expect(demo.stdout).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${collector.url}`);
      expect(demo.stdout).not.toMatch(/^trace /m);
      const roots = collector.store.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
      expect(roots.map(({ resource }) => resource.attributes['service.name'])).toEqual(Array(10).fill('agent-service'));
      expect(collector.store.metrics.map(({ name }) => name)).toContain('gen_ai.client.token.usage');
      expect(collector.store.logs.length).toBeGreaterThan(20);
    },
    TIMEOUT_MILLIS,
  );

  test(
    'stays up with --serve, prints a trace on Enter and ends with everything on Ctrl-C',
    async () => {
      demo = new DemoProcess([...enough, '--serve']);
      await demo.printed(/Enter prints the newest trace, Ctrl-C ends\./);
      const [, agentUrl] = /curl '(http:\/\/127\.0\.0\.1:\d+)/.exec(demo.stdout) ?? [];
      expect((await fetch(`${agentUrl}/ask?q=mug`)).status).toBe(200);
      demo.press('\n');
      await demo.printed(/Ctrl-C ends\.\ntrace [0-9a-f]{32} /);
      demo.kill('SIGINT');
      expect(await demo.ended).toEqual({ code: 0, signal: null });
      expect(demo.stderr.trimEnd().split('\n')).toEqual(['inventory-service', 'agent-service'].map(startLine));
      await expectNoSurvivors();
    },
    TIMEOUT_MILLIS,
  );

  test(
    'ends its services when it is killed',
    async () => {
      demo = new DemoProcess();
      await demo.printed(/OTLP receiver/);
      demo.kill('SIGKILL');
      await demo.ended;
      await expectNoSurvivors();
    },
    TIMEOUT_MILLIS,
  );

  test(
    'ends with an error that names a service that died',
    async () => {
      demo = new DemoProcess();
      await demo.printed(/OTLP receiver/);
      demo.killServer('inventory-service');
      expect(await demo.ended).toEqual({ code: 1, signal: null });
      expect(demo.stderr).toMatch(/^demo: inventory-service ended unexpectedly \(SIGKILL\)/m);
      await expectNoSurvivors();
    },
    TIMEOUT_MILLIS,
  );

  test(
    'ends with an error that names the telemetry that did not arrive',
    async () => {
      demo = new DemoProcess([...enough, '--wait', '2'], { OTEL_LOGS_EXPORTER: 'none' });
      expect(await demo.ended).toEqual({ code: 1, signal: null });
      expect(demo.stderr).toMatch(/0 of 10 traces have their last log record[\s\S]*OTEL_LOGS_EXPORTER/);
      await expectNoSurvivors();
    },
    TIMEOUT_MILLIS,
  );

  test('reports an absent Collector before anything starts', async () => {
    demo = new DemoProcess([], { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:secret@127.0.0.1:9' });
    expect(await demo.ended).toEqual({ code: 1, signal: null });
    expect(demo.stderr).toMatch(/^demo: no Collector answers at OTEL_EXPORTER_OTLP_ENDPOINT=.*ECONNREFUSED/);
    expect(demo.stderr).not.toContain('secret');
  });

  test.each([['--requests=none'], ['--requests=0'], ['--wait=0'], ['more']])('refuses %s', async (argument) => {
    demo = new DemoProcess([argument]);
    expect(await demo.ended).toEqual({ code: 1, signal: null });
    expect(demo.stderr).toMatch(/^demo: .+/);
    expect(demo.stdout).toBe('');
  });
});
