import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import type { Redactor } from '../../../foundation/redaction/redactor.ts';
import { isNamespace, type Patch, type Patching, repatched } from '../loading/patched-definitions.ts';
import { LineRedactor } from './redacted-line.ts';
import { unpatchedVersions } from './unpatched-versions.ts';

type Logger = Record<symbol, unknown>;
/** What of pino 5.14 to 10 this stands on: https://getpino.io/#/docs/api?id=pino-symbols */
type Pino = ((...args: unknown[]) => Logger) & { readonly symbols?: { readonly asJsonSym?: symbol } };
type Write = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Makes pino's instrumentation redact each line where it is written, before any stream or transport has it: pino's own destinations, streams of the
 * application, and worker threads alike. Child loggers inherit this. The option `redact` has been applied by then.
 */
export function redactPino(Original: Patching, redactor: Redactor): Patching {
  const lines = new LineRedactor('pino', redactor);
  return repatched(Original, (definitions) => {
    for (const definition of definitions) definition.patch &&= redactLoggers(definition.patch.bind(definition), lines);
    return unpatchedVersions('pino', definitions);
  });
}

/** Below the official patch, which makes the default and the named exports of what it gets. */
function redactLoggers(patch: Patch, lines: LineRedactor): Patch {
  return (exports, version) => {
    if (!isNamespace(exports)) return patch(redacting(exports, lines), version);
    exports.default = redacting(exports.default, lines);
    return patch(exports, version);
  };
}

function redacting(pino: Pino, lines: LineRedactor): Pino {
  if (typeof pino !== 'function') return pino;
  const create = (...args: unknown[]): Logger => {
    const logger = pino(...args);
    redactLines(logger, pino.symbols?.asJsonSym, lines);
    return logger;
  };
  return Object.assign(create, pino);
}

function redactLines(logger: Logger, symbol: symbol | undefined, lines: LineRedactor): void {
  const write = symbol === undefined ? undefined : logger[symbol];
  if (symbol === undefined || typeof write !== 'function') {
    warnOnce('pino: expected a logger that writes lines by symbols.asJsonSym; its own output is not redacted');
    return;
  }
  const redacted: Write = function (...args) {
    const line: unknown = write.apply(this, args);
    return typeof line === 'string' ? lines.redact(line) : line;
  };
  logger[symbol] = redacted;
}
