const http = require('node:http');
const { count, listening } = require('./windows.cjs');

const agent = new http.Agent({ keepAlive: true });
const upstream = new URL(process.env.UPSTREAM);

const server = http.createServer((request, response) => {
  if (count(request, response)) return;
  http.get({ hostname: upstream.hostname, port: upstream.port, path: '/stock', agent }, (answer) => {
    answer.resume();
    answer.on('end', () => response.end('ok'));
  });
});
server.listen(0, '127.0.0.1', () => listening(server));
