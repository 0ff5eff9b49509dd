// Local traces of many kinds, each with a name of its own: the same ones at every run, with the same ids.
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';

// The SDK takes its ids from Math.random: https://en.wikipedia.org/wiki/Linear_congruential_generator
let state = 4_711;
Math.random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

const tracer = trace.getTracer('traffic');

const KINDS = {
  plain: () => {},
  'status ERROR': (_, child) => child.setStatus({ code: SpanStatusCode.ERROR }),
  'root ERROR': (root) => root.setStatus({ code: SpanStatusCode.ERROR }),
  exception: (_, child) => child.addEvent('exception', { 'exception.message': 'no' }),
  'another event': (_, child) => child.addEvent('cache miss'),
  'HTTP 500': (root) => root.setAttribute('http.response.status_code', 500),
  'HTTP 503 as yesterday': (root) => root.setAttribute('http.status_code', 503),
  'HTTP 404': (root) => root.setAttribute('http.response.status_code', 404),
  'status OK': (root) => root.setStatus({ code: SpanStatusCode.OK }),
};

function work(name, change, seconds = 0) {
  const ended = Date.now();
  const started = ended - seconds * 1_000;
  const root = tracer.startSpan(name, { root: true, startTime: started });
  const child = tracer.startSpan(`of ${name}`, { startTime: started }, trace.setSpan(ROOT_CONTEXT, root));
  change(root, child);
  child.end(ended);
  root.end(ended);
}

for (const [kind, change] of Object.entries(KINDS)) for (let n = 0; n < 5; n++) work(`${kind} ${n}`, change);
for (const seconds of [0.5, 1.5, 4.9, 5.1, 60]) work(`of ${seconds} s`, KINDS.plain, seconds);
for (let n = 0; n < 300; n++) work(`more ${n}`, KINDS.plain);
