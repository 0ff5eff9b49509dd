// Counts the requests of a program and notes the CPU time of the whole process after each thousand of them.
const WINDOW = 1_000;

let requests = 0;
let before = process.cpuUsage();
const micros = [];

/** Returns whether the request asked for the figures, which it has then been given. */
exports.count = (request, response) => {
  if (request.url === '/report') {
    response.end(JSON.stringify({ micros, megabytes: process.memoryUsage.rss() / 1_048_576 }));
    return true;
  }
  if (++requests % WINDOW === 0) {
    const now = process.cpuUsage();
    micros.push((now.user + now.system - before.user - before.system) / WINDOW);
    before = now;
  }
  return false;
};

/** Tells the parent which port to send requests to. */
exports.listening = (server) => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
