const fastify = require('fastify');
const { count, listening } = require('./windows.cjs');

const app = fastify();
app.get('/report', (request, reply) => {
  reply.hijack();
  count(request.raw, reply.raw);
});
app.get('/orders/:id', (request, reply) => {
  count(request.raw, reply.raw);
  reply.send('ok');
});
app.listen({ port: 0, host: '127.0.0.1' }).then(() => listening(app.server));
