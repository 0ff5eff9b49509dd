import { MASK, maskUrl, maskValues } from '../diagnostics/masking.ts';
import { deferRedactor } from '../redaction/deferred-redactor.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { ConfigSource } from './layers.ts';
import type { Resolution } from './resolve.ts';
import { eachSetting } from './settings/setting.ts';
import { settings } from './settings/settings.ts';

/** Whatever OTELIER_REDACTION says: this output gets pasted into issues. */
const redactor = deferRedactor({});

/** A value of the configuration as it may be shown, with secrets masked. */
export interface DescribedValue {
  readonly value: unknown;
  readonly source: ConfigSource;
}

/**
 * The resolved configuration as users see it (`handle.config`, `otelier config`): dotted name -> value and source.
 * Headers, passwords and credentials in URLs are masked, since this gets logged and pasted into issues.
 */
export interface ResolvedConfig {
  readonly values: Readonly<Record<string, DescribedValue>>;
  readonly warnings: readonly string[];
}

/** Settings that are shown under other names once they are complete. */
const COMPLETED_ELSEWHERE = /^(attributeLimits|resource\.(attributes|otelierAttributes)$)/;

/** Makes a resolution fit to be shown. */
export function describeConfig({ config, sources, warnings }: Resolution): ResolvedConfig {
  const values: Record<string, DescribedValue> = {};
  const describe = (path: string, value: unknown): void => {
    values[path] = { value, source: sources[path] ?? { from: 'default' } };
  };
  describe('service.name', config.service.name);
  describe('service.version', config.service.version);
  for (const [path, setting] of eachSetting(settings)) {
    if (path in values || COMPLETED_ELSEWHERE.test(path)) continue;
    const value = valueAt(config, path);
    describe(path, setting.secret ? masked(value) : setting.url && typeof value === 'string' ? maskUrl(value) : value);
  }
  for (const [key, value] of Object.entries(config.resource.attributes))
    describe(`resource.attributes.${key}`, redactor.redactAttribute(key, value));
  return deepFreeze({ values, warnings });
}

function masked(value: unknown): unknown {
  if (value === undefined) return undefined;
  return typeof value === 'object' && value !== null ? maskValues(value as Record<string, unknown>) : MASK;
}

function valueAt(root: unknown, path: string): unknown {
  if (typeof root !== 'object' || root === null) return undefined;
  const members = root as Record<string, unknown>;
  // A name may have dots itself: `socket.io`.
  if (path in members) return members[path];
  const [name = '', ...rest] = path.split('.');
  return rest.length === 0 ? undefined : valueAt(members[name], rest.join('.'));
}
