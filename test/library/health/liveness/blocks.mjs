// Serves liveness from a thread, blocks its event loop when its standard input says for how long, and prints what it reports.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { HealthChecker, HealthEndpoints } from '../../../../src/public/health.ts';

const print = (...parts) => console.log(parts.slice(1).join(' '));
diag.setLogger({ warn: print, error: print, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ALL);
const health = new HealthChecker({ defaultChecks: false });
const endpoints = new HealthEndpoints({ port: 0, health, worker: true, blockLimitSeconds: 0.5 });
await endpoints.start();
console.log(endpoints.getUrl());

function handlerThatBlocks(until) {
  while (Date.now() < until);
}

process.stdin.on('data', (text) => handlerThatBlocks(Date.now() + Number(text)));
