import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { warningsIn } from '../program/diagnostics.ts';
import { expectOutcome } from '../program/outcome.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { deliver } from './delivery.ts';
import type { VariableCase } from './variable-case.ts';

const NOBODY = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
const BULK = 20_000;

/** Runs bulk.mjs without a Collector; answers what is in the spool then, and what was said. */
async function leaveBehind(folder: string, env: ProgramEnvironment) {
  const limits = {
    OTEL_BSP_MAX_QUEUE_SIZE: `${BULK}`,
    OTEL_BLRP_MAX_QUEUE_SIZE: `${BULK}`,
    OTEL_METRICS_EXPORTER: 'none',
  };
  const result = await runProgram({
    file: 'bulk.mjs',
    args: [`${BULK}`],
    env: { ...NOBODY, ...limits, OTELIER_SPOOL_DIR: folder, ...env },
  });
  expectOutcome(result, { stdout: `bulk: ${BULK} done\n` });
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.basename(name));
  const counts = names.map((name) => Number(/\.(\d+)\.(traces|logs)\.proto$/.exec(name)?.[1] ?? 0));
  return { kept: counts.reduce((sum, count) => sum + count, 0), warnings: warningsIn(result.stderr).join('\n') };
}

/** Where telemetry is kept that nobody takes. */
export const spoolCases: readonly VariableCase[] = [
  {
    variables: ['OTELIER_SPOOL_DIR'],
    about: 'what one program could not deliver the next one does',
    check: async () => {
      using folder = new TemporaryFolder();
      const { kept, warnings } = await leaveBehind(folder.path, {});
      expect(kept).toBe(2 * BULK);
      expect(warnings).not.toMatch('lost');
      // Lives long enough to look for what is there.
      const env = { OTELIER_SPOOL_DIR: folder.path };
      const { spans, logs } = await deliver({ file: 'idles.mjs', env });
      expect([spans.length, logs.length]).toEqual([BULK, BULK]);
    },
  },
  {
    variables: ['OTELIER_SPOOL_MAX_SIZE'],
    about: '"1", what does not fit is lost, and said',
    check: async () => {
      using folder = new TemporaryFolder();
      const { kept, warnings } = await leaveBehind(folder.path, { OTELIER_SPOOL_MAX_SIZE: '1' });
      expect(kept).toBeGreaterThan(0);
      expect(kept).toBeLessThan(2 * BULK);
      expect(warnings).toMatch(/OTELIER_SPOOL_MAX_SIZE \(1 MiB\) is reached/);
      expect(warnings).toMatch(/lost: \d+ spans/);
    },
  },
];
