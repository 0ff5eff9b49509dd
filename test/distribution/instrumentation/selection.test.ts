import { describe, expect, test } from '@jest/globals';
import { selectInstrumentations } from '../../../src/distribution/instrumentation/selection.ts';
import {
  INSTRUMENTATION_NAMES,
  OFF_BY_DEFAULT,
} from '../../../src/foundation/configuration/settings/instrumentation-names.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';

const ENABLED = 'OTEL_NODE_ENABLED_INSTRUMENTATIONS';
const DISABLED = 'OTEL_NODE_DISABLED_INSTRUMENTATIONS';
const ALL = INSTRUMENTATION_NAMES.filter((name) => !OFF_BY_DEFAULT.includes(name));
const without = (...names: string[]): string[] => ALL.filter((name) => !names.includes(name));

describe('selectInstrumentations', () => {
  test.each([
    [{}, ALL],
    [{ [ENABLED]: '' }, ALL],
    [{ [ENABLED]: 'http,OpenAI' }, ['http', 'openai']],
    [{ [ENABLED]: 'none' }, []],
    [{ [ENABLED]: 'fortran' }, ALL],
    [{ [ENABLED]: 'fortran,http' }, ['http']],
    [{ [DISABLED]: 'http' }, without('http')],
    [{ [ENABLED]: 'http,winston', [DISABLED]: 'http' }, ['winston']],
    [{ [ENABLED]: 'dns,fs', [DISABLED]: 'fs' }, ['dns']],
    [{ OTEL_INSTRUMENTATION_SOCKET_IO_ENABLED: 'false' }, without('socket.io')],
    [{ OTEL_INSTRUMENTATION_NET_ENABLED: 'true', [ENABLED]: 'http' }, ['http', 'net']],
    [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'false' }, without('http')],
    [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'TRUE', [DISABLED]: 'http,undici' }, without('undici')],
    [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'true', [ENABLED]: 'none' }, ['http']],
    [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'false', [ENABLED]: 'http' }, []],
    [{ OTEL_INSTRUMENTATION_HTTP_ENABLED: 'perhaps' }, ALL],
  ])('%j selects %j', (environment, names) => {
    expect(selectInstrumentations(resolved(environment).config.instrumentations)).toEqual(names);
  });
});
