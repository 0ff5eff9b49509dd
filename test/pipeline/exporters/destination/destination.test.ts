import { beforeEach, describe, expect, test } from '@jest/globals';
import { Destinations } from '../../../../src/pipeline/exporters/destination/destination.ts';
import { describeFailure } from '../../../../src/pipeline/exporters/destination/failure-reason.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4318'), { code: 'ECONNREFUSED' });
const COLLECTOR = 'http://user:hunter2@collector:4318';

describe('Destination', () => {
  test('warns once when an outage begins and once when it ends, however many exports fail', () => {
    const destinations = new Destinations();
    const signals = ['traces', 'metrics', 'logs'].map((signal) => destinations.of(`${COLLECTOR}/v1/${signal}`));
    for (let round = 0; round < 3; round++) for (const destination of signals) destination.recordFailure(refused);
    expect(recorded.warnings).toEqual([
      expect.stringMatching(
        /^cannot deliver telemetry to http:\/\/collector:4318: connection refused: .*not repeated until/,
      ),
    ]);
    for (let round = 0; round < 3; round++) for (const destination of signals) destination.recordSuccess();
    expect(recorded.warnings.slice(1)).toEqual(['telemetry reaches http://collector:4318 again']);
    expect(recorded.debug).toHaveLength(8);
  });

  const answer = Object.assign(new Error('HTTP 404 Not Found'), { status: 404 });

  test('names an endpoint that refuses with its path, once, whatever the others deliver', () => {
    const destinations = new Destinations();
    const [traces, metrics] = ['traces', 'metrics'].map((signal) =>
      destinations.of(`${COLLECTOR}/v1/${signal}?key=hunter2`),
    );
    for (let round = 0; round < 3; round++) {
      traces?.recordSuccess();
      metrics?.recordFailure(answer);
    }
    expect(recorded.warnings).toEqual([
      expect.stringMatching(
        /^cannot deliver telemetry to http:\/\/\*\*\*@collector:4318\/v1\/metrics\?\*\*\*: HTTP 404/,
      ),
    ]);
  });

  test('reports each outage', () => {
    const destination = new Destinations().of(COLLECTOR);
    for (let outage = 0; outage < 2; outage++) {
      destination.recordFailure(refused);
      destination.recordSuccess();
    }
    expect(recorded.warnings).toHaveLength(4);
  });

  test('is silent while all is well', () => {
    new Destinations().of(COLLECTOR).recordSuccess();
    expect(recorded.warnings).toEqual([]);
  });

  test.each([
    ['http://a:1/x', 'http://a:1/y?z', true],
    ['http://user@a:1/x', 'http://a:1/y', true],
    ['http://a:80/x', 'http://a/x', true],
    ['http://a:1/x', 'http://a:2/x', false],
    ['http://a:1/x', 'https://a:1/x', false],
    ['udp://agent:6832', 'udp://agent:6832', true],
    ['unix:/a.sock', 'unix:/b.sock', false],
  ])('treats %s and %s as one place: %p', (one, other, same) => {
    const destinations = new Destinations();
    for (const url of [one, other]) destinations.of(url).recordFailure(refused);
    expect(recorded.warnings).toHaveLength(same ? 1 : 2);
  });

  test.each([COLLECTOR, `${COLLECTOR}/?token=hunter2`, 'grpc.example:1/hunter2@host'])(
    'keeps the credentials of %s out of messages',
    (url) => {
      const destination = new Destinations().of(url);
      destination.recordFailure(refused);
      destination.recordSuccess();
      expect(recorded.warnings.join()).not.toMatch('hunter2');
    },
  );

  test('aborts every destination, also one that is created later', () => {
    const destinations = new Destinations();
    const before = destinations.of('http://a');
    destinations.abortAll('no more time');
    const reasons = [before, destinations.of('http://b')].map(({ abortSignal }) => String(abortSignal.reason));
    expect(reasons).toEqual(['Error: no more time', 'Error: no more time']);
    expect(recorded.warnings).toEqual(['no more time']);
  });

  test('does not report the end when a reported outage is its reason', () => {
    const destinations = new Destinations();
    destinations.of(COLLECTOR).recordFailure(refused);
    destinations.abortAll('no more time');
    expect(recorded.warnings).toHaveLength(1);
  });

  const coded = (code: string, message = 'details') => Object.assign(new Error(message), { code });

  test.each([
    [coded('ECONNREFUSED', ''), /^connection refused: .*Is the Collector running.* \(ECONNREFUSED\)$/],
    [coded('ENOTFOUND'), /^the host name cannot be resolved \(ENOTFOUND\)$/],
    [coded('EPROTO'), /http:\/\/ instead of https:\/\//],
    [coded('HPE_INVALID_CONSTANT'), /gRPC port/],
    [coded('ETIMEDOUT', 'no answer within 10 ms'), /^no answer within 10 ms$/],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), /TLS certificate is not accepted .*OTEL_EXPORTER_OTLP_CERTIFICATE/],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), /TLS certificate is not accepted/],
    [coded('CERT_HAS_EXPIRED'), /TLS certificate is not accepted/],
    // What a server whose private CA is unknown gives when it does not send the chain.
    [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), /TLS certificate is not accepted/],
    [coded('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), /TLS certificate is not accepted/],
    [new Error('HTTP 404 Not Found'), /^HTTP 404 Not Found$/],
    [coded('EPROTONOSUPPORT'), /^no HTTP\/2 spoken there: is this the HTTP port/],
    [new Error('two\nlines'), /^two\\x0alines$/],
    [new Error('x'.repeat(1_000)), /^x{200}…$/],
    [new Error(''), /^unknown error$/],
    [undefined, /^unknown error$/],
    [null, /^unknown error$/],
  ])('describes failure %# as %p', (error, expected) => {
    expect(describeFailure(error)).toMatch(expected);
  });

  test('warns once about a wrong endpoint, whatever the others of its host do', () => {
    const destinations = new Destinations();
    const traces = destinations.of('http://jaeger:4318/v1/traces');
    const others = ['metrics', 'logs'].map((signal) => destinations.of(`http://jaeger:4318/v1/${signal}`));
    const notFound = Object.assign(new Error('HTTP 404 Not Found'), { status: 404 });
    for (let round = 0; round < 3; round++) {
      traces.recordSuccess();
      for (const other of others) other.recordFailure(notFound);
    }
    expect(recorded.warnings).toEqual([
      expect.stringMatching('^cannot deliver telemetry to http://jaeger:4318/v1/metrics: HTTP 404 Not Found'),
    ]);
  });
});
