// The Jest transform: Node's own type stripping, the same one that runs the sources from a checkout.
// Stripping blanks types out and so keeps every line and column: no source map is needed.
const { createHash } = require('node:crypto');
const { stripTypeScriptTypes } = require('node:module');

module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source, file) => createHash('sha256').update(process.version).update(file).update(source).digest('hex'),
};
