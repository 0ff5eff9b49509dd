const http = require('node:http');
const { count, listening } = require('./windows.cjs');

const server = http.createServer((request, response) => {
  if (!count(request, response)) response.end('ok');
});
server.listen(0, '127.0.0.1', () => listening(server));
