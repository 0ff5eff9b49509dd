// Takes whatever telemetry is sent to it, and is the service that the programs call.
import http from 'node:http';

const server = http.createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (request.headers['content-type'] === 'application/msgpack') response.end('{"rate_by_service":{}}');
    else response.end(request.method === 'GET' ? 'ok' : '');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));
