import { expect, test } from '@jest/globals';
import { INSTRUMENTATION_NAMES } from '../../src/configuration/instrumentation-names.ts';
import { selectInstrumentations } from '../../src/instrumentation/selection.ts';
import { resolved } from '../configuration/resolved.ts';

const ENABLED = 'OTEL_NODE_ENABLED_INSTRUMENTATIONS';
const DISABLED = 'OTEL_NODE_DISABLED_INSTRUMENTATIONS';
const ALL = [...INSTRUMENTATION_NAMES];
const without = (...names: string[]): string[] => ALL.filter((name) => !names.includes(name));

test.each([
  [{}, ALL],
  [{ [ENABLED]: '' }, ALL],
  [{ [ENABLED]: 'http,OpenAI' }, ['http', 'openai']],
  [{ [ENABLED]: 'none' }, []],
  [{ [ENABLED]: 'fortran' }, ALL],
  [{ [ENABLED]: 'fortran,http' }, ['http']],
  [{ [DISABLED]: 'http' }, without('http')],
  [{ [ENABLED]: 'http,winston', [DISABLED]: 'http' }, ['winston']],
  [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'false' }, without('http')],
  [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'TRUE', [DISABLED]: 'http,undici' }, without('undici')],
  [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'true', [ENABLED]: 'none' }, ['http']],
  [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'false', [ENABLED]: 'http' }, []],
  [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'perhaps' }, ALL],
])('%j selects %j', (environment, names) => {
  expect(selectInstrumentations(resolved(environment).config.instrumentations)).toEqual(names);
});
