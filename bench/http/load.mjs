// usage: node load.mjs <port> <path> <requests>. Sends requests over 20 kept-alive connections, each as soon as the one before it has its response;
// prints requests a second and the 99th percentile of the wait in milliseconds.
import net from 'node:net';

const [port, path, total] = process.argv.slice(2);
const CONNECTIONS = 20;
const request = `GET ${path} HTTP/1.1\r\nHost: shop.test:8080\r\nUser-Agent: bench\r\nConnection: keep-alive\r\n\r\n`;
const waits = new Float64Array(Number(total));
let sent = 0;
let received = 0;

function connect() {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), '127.0.0.1');
    let sentAt = 0;
    let text = '';
    const next = () => {
      if (sent === waits.length) return void socket.end();
      sent++;
      sentAt = performance.now();
      socket.write(request);
    };
    socket.setNoDelay().on('connect', next).on('close', resolve).on('error', reject);
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      const head = text.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? Number.NaN);
      const isComplete = Number.isNaN(length) ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + length;
      if (!isComplete) return;
      text = '';
      waits[received++] = performance.now() - sentAt;
      next();
    });
  });
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: CONNECTIONS }, connect));
const seconds = (performance.now() - startedAt) / 1_000;
waits.sort();
process.stdout.write(JSON.stringify({ perSecond: received / seconds, p99: waits[Math.floor(received * 0.99)] }));
