import type {
  Attributes,
  ReceivedLogRecord,
  ReceivedSpan,
  ReceivedSpanEvent,
} from '../../../src/tools/receiver/telemetry/telemetry-model.ts';
import { at, log, span } from './telemetry-sketch.ts';

export const FAILED_TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

const exception = (ms: number, type: string, message: string): ReceivedSpanEvent => ({
  name: 'exception',
  timeUnixNano: at(ms),
  attributes: { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': 'at …' },
  droppedAttributesCount: 0,
});

const server = (method: string, route: string, path: string, status: number): Attributes => ({
  'http.request.method': method,
  'http.route': route,
  'url.path': path,
  'http.response.status_code': status,
});
const client = (method: string, url: string, status?: number): Attributes => ({
  'http.request.method': method,
  'url.full': url,
  ...(status ? { 'http.response.status_code': status } : {}),
});
const chat = (input: number, output: number): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.system': 'openai',
  'gen_ai.request.model': 'gpt-4o-mini',
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
});

const SHOP = 'http://127.0.0.1:3001/products/espresso?token=secret';
const LLM = 'http://127.0.0.1:3002/v1/chat/completions';

/** An agent that looks a product up in a second service and lets an LLM answer. */
export const answeredTrace: ReceivedSpan[] = [
  span({
    id: '1',
    service: 'agent-service',
    name: 'POST /ask',
    kind: 'server',
    ms: [0, 642.3],
    attributes: server('POST', '/ask', '/ask', 200),
  }),
  span({
    id: '2',
    parent: '1',
    service: 'agent-service',
    name: 'answer question',
    ms: [3.1, 640],
    attributes: { 'app.tenant.id': 'acme' },
  }),
  span({
    id: '3',
    parent: '2',
    service: 'agent-service',
    name: 'GET',
    kind: 'client',
    ms: [5, 61.2],
    attributes: client('GET', SHOP, 200),
  }),
  span({
    id: '4',
    parent: '3',
    service: 'catalog-service',
    name: 'GET /products/:id',
    kind: 'server',
    ms: [9.5, 58.4],
    attributes: { ...server('GET', '/products/:id', '/products/espresso', 200), 'app.tenant.id': 'acme' },
  }),
  span({
    id: '5',
    parent: '4',
    service: 'catalog-service',
    name: 'SELECT products',
    kind: 'client',
    ms: [12, 51],
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.text': 'SELECT id, name, price FROM products WHERE slug = $1',
    },
  }),
  span({
    id: '6',
    parent: '2',
    service: 'agent-service',
    name: 'chat gpt-4o-mini',
    kind: 'client',
    ms: [66, 631.5],
    attributes: chat(215, 48),
  }),
  span({
    id: '7',
    parent: '6',
    service: 'agent-service',
    name: 'POST',
    kind: 'client',
    ms: [67.2, 121.9],
    attributes: client('POST', LLM, 200),
  }),
];

export const answeredLogs: ReceivedLogRecord[] = [
  log('2', 3.4, 'INFO', 'question received', {
    service: 'agent-service',
    attributes: { question: 'How much is the espresso?', 'app.tenant.id': 'acme' },
  }),
  log('4', 11, 'DEBUG', 'looking up product', {
    service: 'catalog-service',
    attributes: { slug: 'espresso', cache: 'miss' },
  }),
  log('2', 64.8, 'WARN', 'product data is 3 days old', {
    service: 'agent-service',
    attributes: { updated: '2026-10-31' },
  }),
  log('2', 638, 'INFO', 'answered', { service: 'agent-service', attributes: { tokens: 263, chunks: 17 } }),
];

const failed = { trace: FAILED_TRACE_ID };
const refused = 'connect ECONNREFUSED 127.0.0.1:3001';
export const failedTrace: ReceivedSpan[] = [
  span({
    ...failed,
    id: 'a1',
    service: 'agent-service',
    name: 'POST /ask',
    kind: 'server',
    ms: [0, 1212],
    error: '',
    attributes: { ...server('POST', '/ask', '/ask', 502), 'error.type': '502' },
  }),
  span({
    ...failed,
    id: 'a2',
    parent: 'a1',
    service: 'agent-service',
    name: 'answer question',
    ms: [1, 1209],
    error: 'catalog is down',
    attributes: { 'app.tenant.id': 'initech' },
    events: [exception(1208, 'CatalogError', 'catalog is down')],
  }),
  span({
    ...failed,
    id: 'a3',
    parent: 'a2',
    service: 'agent-service',
    name: 'GET',
    kind: 'client',
    ms: [2, 4],
    error: refused,
    attributes: { ...client('GET', SHOP), 'error.type': 'ECONNREFUSED' },
    events: [exception(4, 'Error', refused)],
  }),
  span({
    ...failed,
    id: 'a4',
    parent: 'a2',
    service: 'agent-service',
    name: 'GET',
    kind: 'client',
    ms: [1005, 1207],
    attributes: client('GET', SHOP, 503),
  }),
  span({
    ...failed,
    id: 'a5',
    parent: 'a4',
    service: 'catalog-service',
    name: 'GET /products/:id',
    kind: 'server',
    ms: [1007, 1205],
    error: '',
    attributes: server('GET', '/products/:id', '/products/espresso', 503),
  }),
];
export const failedLogs: ReceivedLogRecord[] = [
  log('a2', 5, 'WARN', 'catalog not reachable, trying again in 1 s', {
    ...failed,
    service: 'agent-service',
    attributes: { attempt: 1 },
  }),
  log('a5', 1204, 'ERROR', 'pool exhausted', {
    ...failed,
    service: 'catalog-service',
    attributes: { waiting: 31, 'exception.type': 'PoolTimeout', 'exception.message': 'no connection within 200 ms' },
  }),
];
