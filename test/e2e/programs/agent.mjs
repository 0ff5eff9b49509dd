// An agent: a model that calls a tool, which asks a service over HTTP, and a second model that checks the answer. Models are those of PROVIDER_URL.
import { once } from 'node:events';
import { createServer } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import OpenAI from 'openai';

const { PROVIDER_URL, SECRET } = process.env;
const tracer = trace.getTracer('agent');
const openai = new OpenAI({ apiKey: SECRET, baseURL: `${PROVIDER_URL}/v1` });
const anthropic = new Anthropic({ apiKey: SECRET, baseURL: PROVIDER_URL });

const service = createServer((request, response) =>
  response.end(`Rain in ${new URL(request.url, 'http://x').searchParams.get('city')}`),
);
await once(service.listen(0, '127.0.0.1'), 'listening');
const serviceUrl = `http://127.0.0.1:${service.address().port}`;

const spanned = (name, attributes, work) =>
  tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });

const weather = (city) =>
  spanned(
    'execute_tool weather',
    { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'weather' },
    async () => (await fetch(`${serviceUrl}/weather?city=${city}`)).text(),
  );

const tools = [
  {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  },
];

/** Streams one answer; gives its text and the tool that is called, if any. */
async function ask(messages) {
  const stream = await openai.chat.completions.create({
    model: 'gpt-4o-mini',
    messages,
    tools,
    stream: true,
    stream_options: { include_usage: true },
  });
  const call = { id: '', type: 'function', function: { name: '', arguments: '' } };
  let text = '';
  for await (const { choices } of stream) {
    const delta = choices[0]?.delta ?? {};
    text += delta.content ?? '';
    for (const part of delta.tool_calls ?? []) {
      call.id ||= part.id ?? '';
      call.function.name += part.function?.name ?? '';
      call.function.arguments += part.function?.arguments ?? '';
    }
  }
  return { text, call: call.id === '' ? undefined : call };
}

async function answer() {
  const messages = [{ role: 'user', content: `Call the tool for Oslo. My password=${SECRET}` }];
  let { text, call } = await ask(messages);
  while (call !== undefined) {
    const content = await weather(JSON.parse(call.function.arguments).city);
    messages.push(
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: call.id, content },
    );
    ({ text, call } = await ask(messages));
  }
  const check = anthropic.messages.stream({
    model: 'claude-next',
    max_tokens: 100,
    messages: [{ role: 'user', content: `Is this polite? ${text}` }],
  });
  return `${text}: ${await check.finalText()}`;
}

console.log(await spanned('invoke_agent forecaster', { 'gen_ai.operation.name': 'invoke_agent' }, answer));
service.close();
