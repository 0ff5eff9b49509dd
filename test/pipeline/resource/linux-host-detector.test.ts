import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { detectResources, hostDetector } from '@opentelemetry/resources';
import { linuxHostDetector, readMachineId } from '../../../src/pipeline/resource/linux-host-detector.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'otelier-machine-id-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'machine-id');
writeFileSync(file, '0123abc\n');

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('says what the official one says', async () => {
  const [own, official] = [linuxHostDetector, hostDetector].map((detector) =>
    detectResources({ detectors: [detector] }),
  );
  await Promise.all([own?.waitForAsyncAttributes?.(), official?.waitForAsyncAttributes?.()]);
  expect(own?.attributes).toHaveProperty(['host.arch']);
  expect(own?.attributes).toEqual(official?.attributes);
});

test('the first file that can be read counts', async () => {
  expect(await readMachineId([path.join(folder, 'missing'), folder, file])).toBe('0123abc');
});

test('without such a file there is no id', async () => {
  expect(await readMachineId([path.join(folder, 'missing')])).toBeUndefined();
});
