import { readFileSync } from 'node:fs';
import { diag } from '@opentelemetry/api';
import type { OtlpConfig } from '../configuration/config.ts';

export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Files that have been complained about: three signals share them, one warning is enough. */
const complained = new Set<string>();

/** Reads the PEM files of an OTLP configuration. A file that cannot be read is one warning, and the system's CAs are used. */
export function readTlsFiles(config: OtlpConfig): TlsFiles {
  const ca = readPem(config.certificate, 'CA certificate', "the system's CAs are trusted");
  const cert = readPem(config.clientCertificate, 'client certificate', 'no client certificate is sent');
  const key = readPem(config.clientKey, 'client key', 'no client certificate is sent');
  return { ...(ca && { ca }), ...(cert && key ? { cert, key } : {}) };
}

function readPem(file: string | undefined, what: string, consequence: string): Buffer | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } catch (error) {
    if (!complained.has(file)) {
      complained.add(file);
      diag.warn(
        `OTLP ${what}: expected a readable PEM file, got "${file}" (${(error as NodeJS.ErrnoException).code}); ${consequence}`,
      );
    }
    return undefined;
  }
}
