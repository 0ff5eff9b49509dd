import { readFile } from 'node:fs';
import { arch, hostname } from 'node:os';
import type { ResourceDetector } from '@opentelemetry/resources';

const MACHINE_ID_FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id'];
/** Architectures that the conventions name differently than Node. */
const ARCHITECTURES: Readonly<Record<string, string>> = { arm: 'arm32', ppc: 'ppc32', x64: 'amd64' };

/**
 * The attributes of the official host detector, without its code for other systems and without `fs.promises`, each of which takes at least a millisecond.
 * https://opentelemetry.io/docs/specs/semconv/resource/host/
 */
export const linuxHostDetector: ResourceDetector = {
  detect: () => ({
    attributes: {
      'host.name': hostname(),
      'host.arch': ARCHITECTURES[arch()] ?? arch(),
      'host.id': readMachineId(),
    },
  }),
};

/** Resolves to the contents of the first file that can be read, or `undefined`. */
export function readMachineId([file, ...others]: readonly string[] = MACHINE_ID_FILES): Promise<string | undefined> {
  if (file === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) =>
    readFile(file, 'utf8', (error, id) => resolve(error === null ? id.trim() : readMachineId(others))),
  );
}
