import { readFileSync } from 'node:fs';
import type { OtlpConfig } from '../configuration/config.ts';
import { warnOnce } from '../diagnostics/warn-once.ts';

export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Reads the PEM files of an OTLP configuration. A file that cannot be read is one warning, and the system's CAs are used. */
export function readTlsFiles(config: OtlpConfig): TlsFiles {
  const { certificate, clientCertificate, clientKey } = config;
  const ca = readPem(certificate, 'CA certificate', "the system's CAs are trusted");
  const cert = readPem(clientCertificate, 'client certificate', 'no client certificate is sent');
  const key = readPem(clientKey, 'client key', 'no client certificate is sent');
  if ((clientCertificate === undefined) !== (clientKey === undefined)) {
    const missing = clientKey === undefined ? 'OTEL_EXPORTER_OTLP_CLIENT_KEY' : 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE';
    warnOnce(
      `OTLP client certificate: expected a certificate and its key, got no ${missing}; no client certificate is sent`,
    );
  }
  return { ...(ca && { ca }), ...(cert && key ? { cert, key } : {}) };
}

function readPem(file: string | undefined, what: string, consequence: string): Buffer | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    warnOnce(`OTLP ${what}: expected a readable PEM file, got "${file}" (${code}); ${consequence}`);
    return undefined;
  }
}
