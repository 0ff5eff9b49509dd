import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import type { Redactor } from '../../../foundation/redaction/redactor.ts';
import { type Patch, type Patching, repatched } from '../loading/patched-definitions.ts';
import { unpatchedVersions } from './unpatched-versions.ts';
import { type Info, InfoRedactor } from './winston-info.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;
interface Transport {
  readonly format?: unknown;
  log?: Method;
}
/** What of winston 3 this stands on: a Transform that pushes what its format makes, and that transports are added to. */
interface LoggerPrototype {
  _transform?: Method;
  push?: Method;
  add?: Method;
}

/**
 * Makes winston's instrumentation redact each record before its logger's format, whichever way it came (child loggers, the default logger, containers,
 * handlers of exceptions), and what the logger's and the transports' formats made of it once more: they may put a secret together.
 */
export function redactWinston(Original: Patching, redactor: Redactor): Patching {
  const infos = new InfoRedactor(redactor);
  return repatched(Original, (definitions) => {
    for (const file of definitions.flatMap(({ files }) => files)) {
      const patch: Patch = file.patch.bind(file);
      file.patch = (exports: { readonly prototype?: LoggerPrototype }, version) => {
        redactLogger(exports.prototype, infos);
        return patch(exports, version);
      };
    }
    return unpatchedVersions('winston', definitions);
  });
}

const redacting = new WeakSet<LoggerPrototype>();

function redactLogger(prototype: LoggerPrototype | undefined, infos: InfoRedactor): void {
  const { _transform: transform, push, add } = prototype ?? {};
  if (prototype === undefined || transform === undefined || push === undefined || add === undefined) {
    warnOnce('winston: expected a logger of version 3, which is a stream; its own output is not redacted');
    return;
  }
  if (redacting.has(prototype)) return;
  redacting.add(prototype);
  redactRecords(prototype, infos, { transform, push });
  define(prototype, 'add', function (transport, ...rest) {
    const result = add.call(this, transport, ...rest);
    redactTransport(transport as Transport | undefined, infos);
    return result;
  });
}

function redactRecords(
  prototype: LoggerPrototype,
  infos: InfoRedactor,
  { transform, push }: { readonly transform: Method; readonly push: Method },
): void {
  // What the formats got, while they run; a format may log itself.
  let before: Info | undefined;
  define(prototype, '_transform', function (info, ...rest) {
    const outer = before;
    try {
      const redacted = isInfo(info) ? infos.redact(info) : info;
      before = isInfo(redacted) ? { ...redacted } : undefined;
      return transform.call(this, redacted, ...rest);
    } finally {
      before = outer;
    }
  });
  define(prototype, 'push', function (info, ...rest) {
    return push.call(this, before !== undefined && isInfo(info) ? infos.redactFormatted(info, before) : info, ...rest);
  });
}

const transports = new WeakSet<Transport>();

/** A transport's own format runs within the transport: what it made is seen where it is written. */
function redactTransport(transport: Transport | undefined, infos: InfoRedactor): void {
  const log = transport?.log;
  // Transports of winston 2 have more parameters, and no format.
  if (transport === undefined || typeof log !== 'function' || log.length > 2 || transports.has(transport)) return;
  transports.add(transport);
  define(transport, 'log', function (this: Transport, info: unknown, callback: unknown) {
    const hasFormat = Boolean(this?.format);
    return log.call(this, hasFormat && isInfo(info) ? infos.redactFormatted(info) : info, callback);
  } as Method);
}

const isInfo = (value: unknown): value is Info => typeof value === 'object' && value !== null;

/** As a class would: not enumerable. */
function define(target: object, name: string, value: Method): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}
