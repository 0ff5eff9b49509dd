import type { InstrumentationsConfig } from '../../foundation/configuration/config.ts';
import {
  INSTRUMENTATION_NAMES,
  type InstrumentationName,
  OFF_BY_DEFAULT,
} from '../../foundation/configuration/settings/instrumentation-names.ts';

/**
 * The instrumentations that are on: the switch of one wins over the list of disabled ones, that over the list of enabled ones, that
 * over what is off by default.
 */
export function selectInstrumentations({
  enabled,
  disabled,
  switches,
}: InstrumentationsConfig): readonly InstrumentationName[] {
  return INSTRUMENTATION_NAMES.filter(
    (name) =>
      switches[name] ?? (!disabled.includes(name) && (enabled?.includes(name) ?? !OFF_BY_DEFAULT.includes(name))),
  );
}
