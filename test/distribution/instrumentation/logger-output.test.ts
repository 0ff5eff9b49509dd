// What loggers write by themselves holds no secrets, whichever way they were loaded; and what holds none is as it would be without otelier.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Delivery, deliver } from '../../environment/delivery.ts';
import { expectOutcome } from '../../program/outcome.ts';
import type { ProgramEnvironment } from '../../program/program.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';
import { FORMS } from './library-program.ts';

const SECRET = 's3cr3t';
const REDACTED: ProgramEnvironment = { TEXT: SECRET, OTELIER_REDACT_PATTERNS: SECRET };

/** Programs with how many records they write. */
const LOGGERS = [
  ['winston', '.', 11],
  ['pino', '.', 9],
  ['pino', '../older', 9],
  ['bunyan', '.', 4],
] as const;
type Form = (typeof FORMS)[number];

interface Run extends Delivery {
  readonly written: string;
}

async function run(
  [logger, folder]: readonly [string, string, ...unknown[]],
  form: Form,
  env: ProgramEnvironment,
  nodeOptions?: readonly string[],
): Promise<Run> {
  using temporary = new TemporaryFolder();
  const file = join(temporary.path, 'app.log');
  const delivery = await deliver({
    file: form === 'required' ? 'libraries/run.cjs' : 'libraries/run.mjs',
    args: [`${logger}-output`, form, folder],
    env: { NESTED: 'yes', LOG_FILE: file, ...env },
    ...(nodeOptions === undefined ? {} : { nodeOptions }),
  });
  expectOutcome(delivery.result, { stderr: '' });
  return { ...delivery, written: delivery.result.stdout + readFileSync(file, 'utf8') };
}

const cases = LOGGERS.flatMap((logger) => FORMS.map((form) => [`${logger.join(' ')} ${form}`, logger, form] as const));

describe('the output of loggers', () => {
  test.concurrent.each(cases)('%s: has no secret, and nor has what is sent', async (_, logger, form) => {
    const { written, logs, spans } = await run(logger, form, REDACTED);
    expect(written).not.toContain(SECRET);
    expect(written).toContain('[REDACTED:');
    expect(written).toContain(spans[0]?.traceId);
    expect(everything(logs)).not.toContain(SECRET);
    expect(everything(logs)).toContain('[REDACTED:');
    expect(logs).toHaveLength(logger[2]);
  });

  const everything = (logs: Delivery['logs']): string =>
    inspect(logs, { depth: Number.POSITIVE_INFINITY, maxStringLength: null, maxArrayLength: null });

  /** Without what correlates lines and spans. */
  function uncorrelated(text: string): string {
    const key = '(?:trace_id|span_id|trace_flags)';
    return text
      .replaceAll(new RegExp(`,"${key}":"\\w+"|"${key}":"\\w+",`, 'g'), '')
      .replaceAll(new RegExp(`,\\n  "${key}": "\\w+"`, 'g'), '');
  }

  test.concurrent.each(cases)('%s: is as without otelier where it has no secrets', async (_, logger, form) => {
    const plain = await run(logger, form, {}, []);
    const observed = await run(logger, form, {});
    expect(plain.written).not.toBe('');
    expect(observed.written).not.toContain('[REDACTED:');
    expect(uncorrelated(observed.written)).toBe(plain.written);
  });

  test.concurrent.each(LOGGERS)(
    '%s %s: OTELIER_REDACT_CONSOLE=false leaves its output alone, and nothing else',
    async (...logger) => {
      const plain = await run(logger, 'required', { TEXT: SECRET }, []);
      const { written, logs } = await run(logger, 'required', { ...REDACTED, OTELIER_REDACT_CONSOLE: 'false' });
      expect(uncorrelated(written)).toBe(plain.written);
      expect(everything(logs)).not.toContain(SECRET);
      expect(everything(logs)).toContain('[REDACTED:');
    },
  );

  test.concurrent.each(LOGGERS)('%s %s: OTELIER_REDACTION=off leaves everything alone', async (...logger) => {
    const { written, logs } = await run(logger, 'required', { ...REDACTED, OTELIER_REDACTION: 'off' });
    for (const text of [written, everything(logs)]) {
      expect(text).toContain(SECRET);
      expect(text).not.toContain('[REDACTED:');
    }
  });

  test('winston: has no secret of an exception that ends the process', async () => {
    const { result } = await deliver({ file: 'libraries/run.mjs', args: ['winston-crash', 'default'], env: REDACTED });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('lost [REDACTED:');
    expect(result.stdout).not.toContain(SECRET);
  });
});
