import { createHash } from 'node:crypto';

/** Installs one real server on this machine. */
export interface ServerRecipe {
  /** Everything that decides what the build gives. A new value is built beside the old one. */
  readonly version: string;
  /** Recipes of one lane are built one after the other, lanes beside each other: two Go builds would fight for the cores. */
  readonly lane: 'go' | 'maven' | 'apt' | 'pip';
  /** Files the build leaves in its folder; the first is the one to start. All present means installed. */
  readonly files: readonly [string, ...string[]];
  /** Builds into an empty folder, which is renamed afterwards: nothing may remember its path. */
  build(folder: string): Promise<void>;
}

/** A short stand-in for the inputs of a build, for use in its version. */
export function fingerprint(inputs: string): string {
  return createHash('sha256').update(inputs).digest('hex').slice(0, 8);
}
