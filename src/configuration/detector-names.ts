import type { SettingValues } from './completion.ts';
import type { DetectorName } from './config.ts';

/** Old names of detectors go on working. `env` is always on and needs no detector. */
export function completeDetectors(names: SettingValues['resource']['detectors']): readonly DetectorName[] {
  const today = names.flatMap((name): readonly DetectorName[] => {
    if (name === 'none' || name === 'env') return [];
    if (name === 'all') return ['service', 'host', 'process'];
    if (name === 'os') return ['host'];
    return [name === 'serviceinstance' ? 'service' : name];
  });
  return [...new Set(today)];
}
