// The instrumentations in the bundle, from the point of view of an installation.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { INSTRUMENTATION_NAMES } from '../../src/foundation/configuration/settings/instrumentation-names.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';

let installed: InstalledPackage;
let dist: string;
beforeAll(async () => {
  installed = await installPackage();
  dist = path.join(installed.folder, 'node_modules/otelier/dist');
}, 180_000);
afterAll(async () => {
  await installed?.remove();
});

describe('bundled instrumentations', () => {
  test.each(['@opentelemetry/api', '@opentelemetry/instrumentation', 'import-in-the-middle', 'require-in-the-middle'])(
    '%s is installed once at most beside it',
    (name) => {
      const lock = readFileSync(path.join(installed.folder, 'package-lock.json'), 'utf8');
      const { packages } = JSON.parse(lock) as { packages: Record<string, unknown> };
      const copies = Object.keys(packages).filter((folder) => folder.endsWith(`node_modules/${name}`));
      expect(copies.length).toBeLessThanOrEqual(1);
    },
  );

  const OWN = new Map([
    ['fastify', 'fastify.cjs'],
    ['openai', 'openai.cjs'],
    ['anthropic', 'anthropic.cjs'],
    ['process-metrics', 'process-metrics.cjs'],
  ]);

  test.each(INSTRUMENTATION_NAMES)('%s loads from the bundle', async (name) => {
    const file = path.join(dist, OWN.get(name) ?? `opentelemetry-instrumentation-${name}.cjs`);
    const script = `console.log(Object.keys(require(${JSON.stringify(file)})).join())`;
    const { stdout, stderr } = await installed.node(['-e', script]);
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/Instrumentation|measureProcess/), stderr: '' });
  });
});
