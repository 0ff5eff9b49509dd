import { describe, expect, test } from '@jest/globals';
import { startGrpcOtlpReceiver } from '../../../../src/tools/receiver/grpc-otlp-receiver.ts';
import { createSelfSignedCertificate } from '../../../tools/receiver/self-signed-certificate.ts';
import { transportTo } from './grpc-calls.ts';

describe('GrpcTransport at other addresses', () => {
  test.each(['127.0.0.1', 'localhost'])(
    'trusts the certificate of %s when its CA is named, else fails with that reason',
    async (host) => {
      const { cert, key } = createSelfSignedCertificate();
      await using receiver = await startGrpcOtlpReceiver({ tls: { cert, key } });
      const send = (tls: { ca?: Buffer }) =>
        transportTo(`https://${host}:${receiver.port}`, { tls }).send(Buffer.alloc(0), 10_000);
      expect(await send({ ca: Buffer.from(cert) })).toMatchObject({ status: 'success' });
      expect(await send({})).toMatchObject({ status: 'failure', error: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    },
  );

  test('presents its client certificate', async () => {
    const pem = createSelfSignedCertificate();
    await using receiver = await startGrpcOtlpReceiver({ tls: { ...pem, ca: pem.cert } });
    const [ca, cert, key] = [Buffer.from(pem.cert), Buffer.from(pem.cert), Buffer.from(pem.key)];
    const send = (tls: object) => transportTo(receiver.url, { tls }).send(Buffer.alloc(0), 10_000);
    expect(await send({ ca, cert, key })).toMatchObject({ status: 'success' });
    expect(await send({ ca })).toMatchObject({ status: 'failure' });
  });

  test('does not throw for key material that is no PEM', async () => {
    const garbage = Buffer.from('no PEM');
    const transport = transportTo('https://127.0.0.1:1', { tls: { cert: garbage, key: garbage } });
    expect(await transport.send(Buffer.alloc(0), 1_000)).toMatchObject({
      status: 'failure',
      error: { code: 'ERR_OSSL_PEM_NO_START_LINE' },
    });
  });

  test('connects over IPv6', async () => {
    await using receiver = await startGrpcOtlpReceiver({ host: '::1' });
    expect(await transportTo(receiver.url).send(Buffer.alloc(0), 10_000)).toMatchObject({ status: 'success' });
  });
});
