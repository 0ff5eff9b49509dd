import { type DeepPartial, type MonitoringConfig, mergeConfig, monitoringConfig } from './monitoring-config.ts';
import {
  count,
  flag,
  type OptionRules,
  oneOf,
  seconds,
  share,
  shares,
  timerSeconds,
  validateOptions,
} from './option-rules.ts';

const RULES = {
  enabled: flag,
  sampling: { rate: share, minDuration: seconds, sampleErrors: flag, sampleSlow: flag, slowThreshold: seconds },
  metrics: {
    collectTokens: flag,
    collectTiming: flag,
    collectRetries: flag,
    collectGuardrails: flag,
    collectErrors: flag,
    interTokenLatency: flag,
    percentiles: shares,
  },
  bufferSize: count,
  flushInterval: timerSeconds,
  logLevel: oneOf('debug', 'info', 'warning', 'error'),
} as const satisfies OptionRules & Record<keyof MonitoringConfig, unknown>;

/**
 * The whole configuration from what is given of it.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function resolveMonitoringConfig(given: DeepPartial<MonitoringConfig> = {}): MonitoringConfig {
  validateOptions('StreamMonitor', given, RULES);
  return mergeConfig(monitoringConfig.default(), given);
}
