import { describe, expect, test } from '@jest/globals';
import type { ReceivedLogRecord } from '../../../src/tools/receiver/telemetry/telemetry-model.ts';
import { readDetails, readLevel, readLogMessage } from '../../../src/tools/viewer/log-facts.ts';
import { log } from './telemetry-sketch.ts';

const record = (fields: Partial<ReceivedLogRecord>): ReceivedLogRecord => ({ ...log('1', 0, 'INFO', ''), ...fields });
const exception = { 'exception.type': 'TypeError', 'exception.message': 'x is undefined' };

describe('log facts', () => {
  test.each([
    [{ body: 'hello' }, 'hello'],
    [{ body: { a: [1, 2n] } }, '{"a":[1,"2"]}'],
    [{ body: null, eventName: 'user.login' }, 'user.login'],
    [{ body: {}, attributes: { 'event.name': 'gen_ai.choice' } }, 'gen_ai.choice'],
    [{ body: { index: 0 }, eventName: 'gen_ai.choice' }, 'gen_ai.choice {"index":0}'],
    [{ body: 'failed', attributes: exception }, 'failed: TypeError: x is undefined'],
    [{ body: 'TypeError: x is undefined', attributes: exception }, 'TypeError: x is undefined'],
    [{ body: null, attributes: exception }, 'TypeError: x is undefined'],
    [{ body: null }, ''],
  ])('reads the message of %j as %j', (fields, message) => {
    expect(readLogMessage(record(fields))).toBe(message);
  });

  test.each([
    [24, '', 'FATAL'],
    [17, 'critical', 'ERROR'],
    [13, 'warning', 'WARN'],
    [12, '', 'INFO'],
    [5, '', 'DEBUG'],
    [1, '', 'TRACE'],
    [0, 'notice', 'NOTICE'],
    [0, '', 'LOG'],
  ])('names severity %i %j as %s', (severityNumber, severityText, name) => {
    expect(readLevel(record({ severityNumber, severityText })).name).toBe(name);
  });

  test('shows the first few attributes, application-wide ones last, and no noise', () => {
    const attributes = {
      'app.tenant': 't',
      'code.lineno': 1,
      ...exception,
      trace_id: 'x',
      a: 1,
      b: 'two words',
      c: '',
      d: true,
      e: 0,
    };
    expect(readDetails(record({ attributes }))).toBe('a=1 b="two words" c="" d=true');
    expect(readDetails(record({ attributes: { 'app.tenant': 't', a: new Uint8Array(3) } }))).toBe(
      'a=<3 bytes> app.tenant=t',
    );
  });
});
