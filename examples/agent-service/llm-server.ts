/**
 * A local stand-in for an LLM provider that speaks OpenAI's wire format: `POST /v1/chat/completions`, streamed
 * (server-sent events) or not. It fails by what is asked, never by chance: a question about a refund always gets a 500,
 * one about a wholesale order a 429 at the first attempt and an answer at the second.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChatRequest,
  completionBody,
  completionChunks,
  createCompletion,
  isChatRequest,
  questionOf,
} from './llm-completion.ts';
import { readJson, sendJson, spread, startLocalServer } from './local-server.ts';

interface Failure {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
}

const invalidKey: Failure = {
  status: 401,
  type: 'invalid_request_error',
  code: 'invalid_api_key',
  message: 'Send any key in the header: Authorization: Bearer <key>.',
};
const invalidBody: Failure = {
  status: 400,
  type: 'invalid_request_error',
  code: null,
  message: 'The body must be JSON with a model and text messages.',
};
const serverError: Failure = {
  status: 500,
  type: 'server_error',
  code: null,
  message: 'The server had an error while processing your request.',
};
const rateLimit: Failure = {
  status: 429,
  type: 'requests',
  code: 'rate_limit_exceeded',
  message: 'Rate limit reached. Please try again in 20ms.',
};
const unknownPath: Failure = {
  status: 404,
  type: 'invalid_request_error',
  code: 'unknown_url',
  message: 'This server has only POST /v1/chat/completions.',
};

let answered = 0;

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return sendFailure(response, unknownPath);
  if (!request.headers.authorization?.startsWith('Bearer ')) return sendFailure(response, invalidKey);
  const body = await readJson(request);
  if (!isChatRequest(body)) return sendFailure(response, invalidBody);
  const question = questionOf(body).toLowerCase();
  // The time a provider takes before its first byte.
  await sleep(20 + spread(question, 40));
  const failure = failureOf(question, request);
  if (failure) return sendFailure(response, failure);
  await answer(body, response);
}

function failureOf(question: string, request: IncomingMessage): Failure | undefined {
  if (question.includes('refund')) return serverError;
  // The official SDKs count their attempts in this header, from 0.
  const isFirstAttempt = (request.headers['x-stainless-retry-count'] ?? '0') === '0';
  return question.includes('wholesale') && isFirstAttempt ? rateLimit : undefined;
}

function sendFailure(response: ServerResponse, { status, ...error }: Failure): void {
  sendJson(response, status, { error: { ...error, param: null } }, status === 429 ? { 'retry-after-ms': '20' } : {});
}

async function answer(body: ChatRequest, response: ServerResponse): Promise<void> {
  answered += 1;
  const completion = createCompletion(body, answered, Date.now());
  if (!body.stream) {
    for (const word of completion.words) await sleep(tokenDelayMillis(word));
    return sendJson(response, 200, completionBody(completion));
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (const chunk of completionChunks(completion, body.stream_options?.include_usage === true)) {
    const data = JSON.stringify(chunk);
    await sleep(tokenDelayMillis(data));
    // A client that hung up is no error; only stop talking to it.
    if (response.destroyed) return;
    response.write(`data: ${data}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}

function tokenDelayMillis(text: string): number {
  return 2 + spread(text, 4);
}

startLocalServer('llm-server', handle);
