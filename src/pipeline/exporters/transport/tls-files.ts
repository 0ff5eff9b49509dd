import { readFileSync } from 'node:fs';
import type { OtlpConfig, TlsFileName } from '../../../foundation/configuration/config.ts';
import { oneLine } from '../../../foundation/diagnostics/masking.ts';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';

export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Reads the PEM files of an OTLP configuration. A file that cannot be read is one warning, and the system's CAs are used. */
export function readTlsFiles(config: OtlpConfig): TlsFiles {
  const ca = readPem(config, 'certificate', "the system's CAs are trusted");
  const cert = readPem(config, 'clientCertificate', NO_CLIENT_CERTIFICATE);
  const key = readPem(config, 'clientKey', NO_CLIENT_CERTIFICATE);
  if ((config.clientCertificate === undefined) !== (config.clientKey === undefined)) {
    const [given, missing] = config.clientKey === undefined ? ['CERTIFICATE', 'KEY'] : ['KEY', 'CERTIFICATE'];
    warnOnce(
      `OTEL_EXPORTER_OTLP_CLIENT_${given}: expected OTEL_EXPORTER_OTLP_CLIENT_${missing} beside it, got none; ${NO_CLIENT_CERTIFICATE}`,
    );
  }
  return { ...(ca && { ca }), ...(cert && key ? { cert, key } : {}) };
}

const NO_CLIENT_CERTIFICATE = 'no client certificate is sent';

function readPem(config: OtlpConfig, name: TlsFileName, consequence: string): Buffer | undefined {
  const file = config[name];
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    warnOnce(
      `${config.variables[name]}: expected a readable PEM file, got "${oneLine(file, 100)}" (${code}); ${consequence}`,
    );
    return undefined;
  }
}
