// otelier's own instrumentations of the SDKs, switched off and beside those of others.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FIXTURES, REGISTER } from '../program/program.ts';
import { ENDINGS } from './endings.ts';
import { spansOf } from './model-spans.ts';
import {
  type ComparedRun,
  compareRuns,
  type Instrumentation,
  OTELIER,
  type Provider,
  startProvider,
} from './program-run.ts';
import { differencesOf } from './sights.ts';
import { type Form, SUBJECTS, type Subject } from './subjects.ts';
import { judge } from './verdict.ts';

let provider: Provider;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(async () => provider[Symbol.asyncDispose]());

const TRIED = ENDINGS.filter(({ name }) => name === 'complete' || name === 'plain');

function run(name: string, form: Form, watch: Instrumentation): Promise<ComparedRun> {
  const subject = SUBJECTS.find((each) => each.name === name) as Subject;
  return compareRuns({ subject, form, endings: TRIED }, watch, provider.url);
}

const modelSpansOf = ({ watched }: ComparedRun) => TRIED.flatMap(({ name }) => spansOf(watched.spans, name).models);

const without = (names: string): Instrumentation => ({
  ...OTELIER,
  env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: names },
});

describe('conformance with switches', () => {
  test.concurrent.each([
    ['openai 6.49 chat', 'openai'],
    ['Anthropic 0.39', 'anthropic'],
  ])(
    '%s: OTEL_NODE_DISABLED_INSTRUMENTATIONS=%s leaves no span of the model, and those of its requests',
    async (name, off) => {
      const compared = await run(name, 'CJS', without(off));
      expect(modelSpansOf(compared)).toEqual([]);
      const requests = compared.watched.spans.filter(({ kind }) => kind === 'client');
      expect(requests.map((span) => span.name)).toEqual(['POST', 'POST']);
      // The verdict of this suite on what does not watch at all.
      expect(judge(compared).map(({ seen, spans, end }) => [seen, spans, end])).toEqual(
        TRIED.map(() => [[], ['0 spans instead of 1'], ['no span has ended']]),
      );
    },
  );

  test.concurrent("leaves Anthropic's own tracing in place when its instrumentation is disabled", async () => {
    const models = modelSpansOf(await run('Anthropic 1.11', 'ESM', without('anthropic')));
    expect(models.map(({ name, scope }) => [name, scope.name])).toEqual(
      TRIED.map(() => ['anthropic.messages.create', 'com.anthropic.sdk.typescript']),
    );
  });

  test.concurrent('records tokens and metrics once beside a second instrumentation of the SDK', async () => {
    const second = `${FIXTURES}/llm/second-instrumentation.mjs`;
    const compared = await run('openai 6.49 chat', 'ESM', {
      name: 'both',
      nodeOptions: ['--import', REGISTER, '--import', second],
    });
    expect(differencesOf(compared, 'plain')).toEqual([]);
    const models = modelSpansOf(compared);
    expect(models.map(({ scope }) => scope.name).sort()).toEqual([
      '@traceloop/instrumentation-openai',
      '@traceloop/instrumentation-openai',
      'otelier/openai',
      'otelier/openai',
    ]);
    const counted = models.filter(({ attributes }) => 'gen_ai.usage.input_tokens' in attributes);
    expect(counted.map(({ scope, attributes }) => [scope.name, attributes['gen_ai.usage.input_tokens']])).toEqual([
      ['otelier/openai', 9],
      ['otelier/openai', 9],
    ]);
    const around = models.filter(({ attributes }) => attributes['otelier.aggregate'] === true);
    expect(around.map(({ scope }) => scope.name)).toEqual(Array(2).fill('@traceloop/instrumentation-openai'));
  });
});
