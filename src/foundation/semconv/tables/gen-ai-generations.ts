import type { Generation, Stability } from './definition.ts';

interface Since {
  readonly stability?: Stability;
  readonly generations: readonly Generation[];
}

/** In all three generations. */
export const ALWAYS: Since = { generations: ['v1.36', 'v1.41', 'latest'] };
/** Newer than the legacy generation. */
export const SINCE_1_41: Since = { generations: ['v1.41', 'latest'] };
export const LATEST: Since = { generations: ['latest'] };
/** Gone from the latest generation. */
export const UNTIL_LATEST: Since = { generations: ['v1.36', 'v1.41'], stability: 'deprecated' };
export const ONLY_1_41: Since = { generations: ['v1.41'], stability: 'deprecated' };
export const LEGACY: Since = { generations: ['v1.36'], stability: 'deprecated' };
/** Older still: nobody but foreign instrumentations writes it. */
export const NEVER: Since = { generations: [], stability: 'deprecated' };
