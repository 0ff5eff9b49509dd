import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { redactAttributes } from '../../../foundation/redaction/redacted-attributes.ts';
import type { Redactor } from '../../../foundation/redaction/redactor.ts';
import { type Patch, type Patching, repatched } from '../loading/patched-definitions.ts';
import { differsOnlyInCycles } from './circular-copies.ts';
import { FAILED, warnOfFailure } from './redacted-line.ts';
import { unpatchedVersions } from './unpatched-versions.ts';

type LogRecord = Readonly<Record<string, unknown>>;
type Emit = (this: unknown, record: LogRecord, ...rest: unknown[]) => unknown;
/** What of bunyan 1 this stands on. */
type Bunyan = { readonly prototype?: { _emit?: Emit }; readonly default?: Bunyan };

/** Makes bunyan's instrumentation redact each record before any stream has it, raw or as a line. */
export function redactBunyan(Original: Patching, redactor: Redactor): Patching {
  return repatched(Original, (definitions) => {
    for (const definition of definitions)
      definition.patch &&= redactRecords(definition.patch.bind(definition), redactor);
    return unpatchedVersions('bunyan', definitions);
  });
}

const redacting = new WeakSet<Emit>();

function redactRecords(patch: Patch, redactor: Redactor): Patch {
  return (exports: Bunyan, version) => {
    const { prototype } = exports.default ?? exports;
    const emit = prototype?._emit;
    if (prototype === undefined || emit === undefined) {
      warnOnce('bunyan: expected a logger with a method _emit; its own output is not redacted');
    } else if (!redacting.has(emit)) {
      const redactingEmit: Emit = function (record, ...rest) {
        return emit.call(this, redactRecord(record, redactor), ...rest);
      };
      redacting.add(redactingEmit);
      prototype._emit = redactingEmit;
    }
    return patch(exports, version);
  };
}

/** What a line of bunyan cannot be without. */
const CORE = ['v', 'level', 'name', 'hostname', 'pid', 'time'];

function redactRecord(record: LogRecord, redactor: Redactor): LogRecord {
  try {
    const redacted = redactAttributes(record, redactor);
    return differsOnlyInCycles(record, redacted) ? record : redacted;
  } catch (error) {
    warnOfFailure('bunyan', error);
    return { ...Object.fromEntries(CORE.map((name) => [name, record[name]])), msg: FAILED };
  }
}
