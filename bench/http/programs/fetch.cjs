const http = require('node:http');
const { count, listening } = require('./windows.cjs');

const url = `${process.env.UPSTREAM}/stock`;

const server = http.createServer(async (request, response) => {
  if (count(request, response)) return;
  const answer = await fetch(url);
  await answer.text();
  response.end('ok');
});
server.listen(0, '127.0.0.1', () => listening(server));
