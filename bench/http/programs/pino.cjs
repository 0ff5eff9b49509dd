const http = require('node:http');
const { pino } = require('pino');
const { count, listening } = require('./windows.cjs');

const logger = pino({}, { write() {} }).child({ component: 'orders' });

const server = http.createServer((request, response) => {
  if (count(request, response)) return;
  logger.info({ orderId: 4711, customer: 'c-17', total: 12.5 }, 'order received');
  response.end('ok');
});
server.listen(0, '127.0.0.1', () => listening(server));
