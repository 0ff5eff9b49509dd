const express = require('express');
const { count, listening } = require('./windows.cjs');

const app = express();
app.get('/report', (request, response) => void count(request, response));
app.get('/orders/:id', (request, response) => {
  count(request, response);
  response.end('ok');
});
const server = app.listen(0, '127.0.0.1', () => listening(server));
