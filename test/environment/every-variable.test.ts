import { expect, test } from '@jest/globals';
import { eachSetting } from '../../src/foundation/configuration/settings/setting.ts';
import { settings } from '../../src/foundation/configuration/settings/settings.ts';
import { backendCases } from './backend-cases.ts';
import { BAD_VALUES, TEXTS_WITHOUT_BAD_VALUE } from './bad-values.ts';
import { batchCases } from './batch-cases.ts';
import { exporterCases } from './exporter-cases.ts';
import { genAiCases } from './gen-ai-cases.ts';
import { generalCases } from './general-cases.ts';
import { instrumentationCases } from './instrumentation-cases.ts';
import { limitCases } from './limit-cases.ts';
import { metricCases } from './metric-cases.ts';
import { otlpPlaceCases } from './otlp-place-cases.ts';
import { otlpRequestCases } from './otlp-request-cases.ts';
import { otlpTlsCases } from './otlp-tls-cases.ts';
import { presetCases } from './preset-cases.ts';
import { prometheusCases } from './prometheus-cases.ts';
import { propagationCases } from './propagation-cases.ts';
import { proxyCases } from './proxy-cases.ts';
import { redactionCases } from './redaction-cases.ts';
import { resourceCases } from './resource-cases.ts';
import { samplerCases } from './sampler-cases.ts';
import { spoolCases } from './spool-cases.ts';
import { unusableFiles } from './unusable-files.ts';
import { unusablePlaces } from './unusable-places.ts';

const GOOD = [
  backendCases,
  batchCases,
  exporterCases,
  genAiCases,
  generalCases,
  instrumentationCases,
  limitCases,
  metricCases,
  otlpPlaceCases,
  otlpRequestCases,
  otlpTlsCases,
  presetCases,
  prometheusCases,
  propagationCases,
  proxyCases,
  redactionCases,
  resourceCases,
  samplerCases,
  spoolCases,
].flat();

const all = [...new Set([...eachSetting(settings)].flatMap(([, { variables }]) => variables))];
const withGood = new Set(GOOD.flatMap(({ variables }) => variables));
const withBad = new Set([
  ...BAD_VALUES.map(({ variable }) => variable),
  ...[...unusablePlaces, ...unusableFiles].flatMap(({ variables }) => variables),
  ...TEXTS_WITHOUT_BAD_VALUE,
]);

test('every variable has a case with a good value', () => {
  expect(all.filter((variable) => !withGood.has(variable))).toEqual([]);
});

test('every variable has a case with a bad value', () => {
  expect(all.filter((variable) => !withBad.has(variable))).toEqual([]);
});

test('every case is about a variable that there is', () => {
  expect([...withGood, ...withBad].filter((variable) => !all.includes(variable))).toEqual([]);
});
