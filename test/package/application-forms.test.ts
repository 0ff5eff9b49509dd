// The installed package with the applications of test/forms, as far as they need no build: each library, by both flags and without, on the Node
// that runs the tests, the oldest that is supported, the newest without hooks in the application's thread, and the newest line.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deliver } from '../environment/delivery.ts';
import { runForm } from '../forms/application-folder.ts';
import { APPLICATION_FORMS } from '../forms/application-forms.ts';
import { testForm } from '../forms/form-tests.ts';
import { startedServices } from '../forms/started-services.ts';
import { REGISTER } from '../program/program.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';
import { installNode } from './node-installation.ts';

const FORMS = APPLICATION_FORMS.filter(({ title, build }) => build === undefined && !title.startsWith('TypeScript'));
let installed: InstalledPackage;
let otelier: string;

beforeAll(async () => {
  installed = await installPackage();
  otelier = path.join(installed.folder, 'node_modules/otelier');
}, 180_000);

afterAll(async () => {
  await installed?.remove();
});

describe('installed package', () => {
  describe.each(FORMS.map((form) => [form.title, form] as const))('%s', (_title, form) => {
    testForm(form, () => runForm(form, { otelier }));

    describe.each(['22.15.0', '22.22.2', '26.10.0'])('Node %s', (version) => {
      let node: string;

      beforeAll(async () => {
        node = await installNode(version);
      }, 300_000);

      testForm(form, () => runForm(form, { otelier, node }));
    });
  });

  test.each([
    ['both flags of the package: one SDK', ['-r', 'otelier/register', '--import', 'otelier/register'], []],
    [
      'the package and a checkout: one SDK, one warning',
      ['--import', 'otelier/register', '--import', REGISTER],
      ['otelier is started already: this second start changes nothing'],
    ],
  ])('%s', async (_, nodeOptions, expected) => {
    const delivery = await deliver({ nodeOptions, cwd: installed.folder, env: { OTEL_LOG_LEVEL: 'info' } });
    expect(startedServices(delivery)).toHaveLength(1);
    expect(delivery.warnings).toEqual(expected);
    expect(delivery.spans).toHaveLength(2);
  });
});
