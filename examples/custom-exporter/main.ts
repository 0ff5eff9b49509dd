// An exporter of one's own: what a Monitor holds goes to something like CloudWatch, here a server in this process. Nothing needs to be set up.
// usage: node examples/custom-exporter/main.ts
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { getMonitor } from '../../src/public/index.ts';
import { CloudWatchExporter } from './cloudwatch-exporter.ts';

const server = createServer(async (request, response) => {
  console.log(await text(request));
  response.end('{}');
});
await once(server.listen(0, '127.0.0.1'), 'listening');

const { metrics } = getMonitor({ serviceName: 'shop' });
const exporter = new CloudWatchExporter({
  metrics,
  namespace: 'Shop',
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
});

metrics.counter('orders', 2, { region: 'eu' });
metrics.gauge('queue.size', 7);
for (const seconds of [0.1, 0.3]) metrics.timing('checkout', seconds);
await exporter.export();
metrics.counter('orders', 3, { region: 'eu' });
await exporter.export();

server.close();
server.closeAllConnections();
