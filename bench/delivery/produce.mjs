// Makes spans: `burst <count> <seconds to live>`, `rate <per second> <seconds> <seconds to live>`, or `heap <per second> <seconds>`. Prints how many, and bytes.
import { trace } from '@opentelemetry/api';

const [way, ...given] = process.argv.slice(2);
const [first, second, third] = given.map(Number);
const tracer = trace.getTracer('produce');
let made = 0;
const make = (count) => {
  for (let index = 0; index < count; index++) {
    const attributes = {
      'http.request.method': 'GET',
      'url.path': `/orders/${made}`,
      'http.route': '/orders/:id',
      'http.response.status_code': 200,
    };
    tracer.startSpan(`span ${made++}`, { attributes }).end();
  }
};
const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function rate(perSecond, seconds, onSecond = () => {}) {
  const started = performance.now();
  let told = 0;
  while (made < perSecond * seconds) {
    const elapsed = (performance.now() - started) / 1_000;
    make(Math.min(Math.floor(elapsed * perSecond), perSecond * seconds) - made);
    if (Math.floor(elapsed) > told) onSecond(++told);
    await sleep(5);
  }
}
function heap() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

if (way === 'burst') {
  make(first);
  console.log('made');
  await sleep(second * 1_000);
} else if (way === 'rate') {
  await rate(first, second);
  await sleep(third * 1_000);
} else {
  const before = heap();
  const grown = [];
  await rate(first, second, (now) => {
    if (now % Math.ceil(second / 4) === 0) grown.push((heap() - before) / 1_048_576);
  });
  await sleep(1_000);
  grown.push((heap() - before) / 1_048_576);
  console.log(JSON.stringify(grown.map((megabytes) => Number(megabytes.toFixed(1)))));
  process.exit();
}
console.log(`made ${made}`);
