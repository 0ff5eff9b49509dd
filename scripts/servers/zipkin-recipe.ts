import { rename } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command.ts';
import type { ServerRecipe } from './server-recipe.ts';

const VERSION = '3.5.1';
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** The Zipkin server, one self-contained jar for `java -jar`. */
export const zipkinRecipe: ServerRecipe = {
  version: VERSION,
  lane: 'maven',
  files: ['zipkin-server.jar'],
  async build(folder) {
    await runCommand('java', ['-version'], { cwd: folder });
    const artifact = `-Dartifact=io.zipkin:zipkin-server:${VERSION}:jar:exec`;
    await runCommand('mvn', ['--batch-mode', COPY_GOAL, artifact, `-DoutputDirectory=${folder}`], { cwd: folder });
    await rename(path.join(folder, `zipkin-server-${VERSION}-exec.jar`), path.join(folder, 'zipkin-server.jar'));
  },
};
