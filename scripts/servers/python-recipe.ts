import path from 'node:path';
import { runCommand } from './command.ts';
import { fingerprint, type ServerRecipe } from './server-recipe.ts';

const SDK_VERSION = '1.45.2';
const REQUIREMENTS = [
  `opentelemetry-sdk==${SDK_VERSION}`,
  `opentelemetry-exporter-otlp-proto-http==${SDK_VERSION}`,
  'opentelemetry-instrumentation-requests==0.66b2',
  'requests==2.34.2',
];

/** A Python with the OpenTelemetry SDK: the other language of the cross-language trace test. */
export const pythonRecipe: ServerRecipe = {
  version: `${SDK_VERSION}-${fingerprint(REQUIREMENTS.join())}`,
  lane: 'pip',
  // The interpreter finds its packages through its own place, so it survives the rename; bin/pip does not.
  files: ['bin/python'],
  async build(folder) {
    await runCommand('python3', ['-m', 'venv', folder], { cwd: folder });
    const install = ['-m', 'pip', 'install', '--no-input', ...REQUIREMENTS];
    await runCommand(path.join(folder, 'bin', 'python'), install, { cwd: folder });
  },
};
