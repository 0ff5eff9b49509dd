import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { REGISTER } from '../program/program.ts';
import { deliver } from './delivery.ts';
import { resourceCases, resourceOf } from './resource-cases.ts';
import { expectShop, expectUndisturbed } from './shop.ts';
import { testEach } from './variable-case.ts';

testEach(resourceCases);

test.concurrent.each(['hangs', 'is missing'])(
  'a machine id that %s is left out, and nothing waits for it',
  async (how) => {
    const preload = fileURLToPath(new URL('../fixtures/machine-id.mjs', import.meta.url));
    const delivery = await deliver({
      nodeOptions: ['--import', preload, '--import', REGISTER],
      env: { MACHINE_ID: how },
    });
    expectUndisturbed(delivery);
    expect(delivery.result.durationMs).toBeLessThan(8_000);
    expectShop(delivery);
    expect(resourceOf(delivery)).not.toHaveProperty(['host.id']);
    expect(resourceOf(delivery)).toHaveProperty(['host.name']);
  },
);

test.concurrent('an application that takes long to load loses nothing of its resource', async () => {
  const delivery = await deliver({ file: 'loads-slowly.mjs' });
  expectUndisturbed(delivery, 'loads-slowly: done\n');
  expect(resourceOf(delivery)).toHaveProperty(['host.id']);
});
