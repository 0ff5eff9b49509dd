const TELL = `(at) => process.stdout.write(JSON.stringify({ at: String(at), rss: process.memoryUsage.rss() }), () => process.exit(0))`;

/** What is started: each tells when it was there, and how much memory it has then. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  'an empty program': `(${TELL})(process.hrtime.bigint())`,
  'a server until it listens': `
    const server = require('http').createServer((request, response) => response.end());
    server.listen(0, '127.0.0.1', () => (${TELL})(process.hrtime.bigint()));`,
};
