import type { ApplicationPackage } from './application-package.ts';
import type { CodeOptions } from './code-options.ts';
import type { Sources } from './layers.ts';
import type { ValuesOf } from './settings/setting.ts';
import type { settings } from './settings/settings.ts';

/** The values of the settings, each by itself, before the completion. */
export type SettingValues = ValuesOf<typeof settings>;

/** What completing the configuration may look at beside the values, and where it writes what it found. */
export interface Completion {
  /** Extended where a value is derived from another. */
  readonly sources: Sources;
  readonly code: CodeOptions;
  readonly applicationPackage: ApplicationPackage | undefined;
  readonly problem: (variable: string, message: string) => void;
}
