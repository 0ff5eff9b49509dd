import { expect } from '@jest/globals';
import { warningsIn } from '../program/diagnostics.ts';
import { expectOutcome } from '../program/outcome.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { SHOP_OUTPUT } from './shop.ts';

/** Where the default leads to, nothing may listen: that is another line, and a true one. */
const DEFAULT_PLACES = /cannot deliver telemetry to (http|udp):\/\/localhost:/;

/** What is lost is counted in a line of its own. */
const LOSS = /^shut down with \d+ .* could not be delivered; they are lost$/;

/** telemetry.mjs runs on, and otelier says one line, with these texts in it. */
export async function expectToldOnce(env: ProgramEnvironment, ...texts: readonly (string | RegExp)[]): Promise<void> {
  const result = await runProgram({ file: 'telemetry.mjs', env });
  expectOutcome(result, { stdout: SHOP_OUTPUT });
  const warnings = warningsIn(result.stderr).filter((line) => !DEFAULT_PLACES.test(line) && !LOSS.test(line));
  expect(warnings).toEqual([expect.any(String)]);
  for (const text of texts) expect(warnings[0]).toMatch(text);
}
