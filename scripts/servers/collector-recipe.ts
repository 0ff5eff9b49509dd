import { readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.ts';
import { fingerprint, type ServerRecipe } from './server-recipe.ts';

const manifestFile = fileURLToPath(new URL('../../deploy/collector/builder.yaml', import.meta.url));
const manifest = readFileSync(manifestFile, 'utf8');
const builderVersion = readBuilderVersion();

/** The OpenTelemetry Collector with the components of deploy/collector/builder.yaml. */
export const collectorRecipe: ServerRecipe = {
  version: `${builderVersion}-${fingerprint(manifest)}`,
  lane: 'go',
  files: ['otelcol'],
  async build(folder) {
    const env = { GOBIN: path.join(folder, 'bin'), CGO_ENABLED: '0' };
    await runCommand('go', ['install', `go.opentelemetry.io/collector/cmd/builder@v${builderVersion}`], {
      cwd: folder,
      env,
    });
    // The manifest's output path, ./dist, is relative to the working directory.
    await runCommand(path.join(folder, 'bin', 'builder'), ['--config', manifestFile], { cwd: folder, env });
    await rename(path.join(folder, 'dist', 'otelcol'), path.join(folder, 'otelcol'));
    await rm(path.join(folder, 'dist'), { recursive: true });
    await rm(path.join(folder, 'bin'), { recursive: true });
  },
};

function readBuilderVersion(): string {
  const version = /^dist:\n(?: .*\n)*? {2}version: (\S+)$/m.exec(manifest)?.[1];
  if (version === undefined) throw new Error(`${manifestFile}: expected dist.version, found none`);
  return version;
}
