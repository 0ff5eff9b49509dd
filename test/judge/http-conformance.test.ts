// The official http and undici instrumentations as an outside judge: the same requests give the same spans and metrics under otelier,
// however the application loads http. One test a request and form, so that a difference reads as one.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Certificates } from '../program/certificates.ts';
import { normalExchange, normalMetrics, strays } from './normal-form.ts';
import { PROGRAMS } from './program-exchanges.ts';
import { FORMS, type Form, type Testimony, testify } from './testimony.ts';

const forms = Object.keys(FORMS) as Form[];
const certificates = new Certificates();
afterAll(() => certificates[Symbol.dispose]());

describe.each(Object.entries(PROGRAMS))('%s', (_name, exchanges) => {
  let official: Testimony;
  let ours: Readonly<Record<Form, Testimony>>;

  beforeAll(async () => {
    const run = { exchanges, certificates };
    const [judge, ...all] = await Promise.all([testify('official', run), ...forms.map((form) => testify(form, run))]);
    official = judge;
    ours = Object.fromEntries(forms.map((form, index) => [form, all[index]])) as Record<Form, Testimony>;
  });

  describe.each(forms)('%s', (form) => {
    test.each(exchanges.map((exchange) => [exchange.about, exchange] as const))('%s', (about) => {
      expect(normalExchange(ours[form], about)).toEqual(normalExchange(official, about));
    });

    test('no span belongs to no request', () => {
      expect(strays(ours[form])).toEqual([]);
    });

    test('metrics', () => {
      expect(normalMetrics(ours[form])).toEqual(normalMetrics(official));
    });
  });
});
