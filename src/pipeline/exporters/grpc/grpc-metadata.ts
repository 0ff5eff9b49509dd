import { oneLine } from '../../../foundation/diagnostics/masking.ts';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';

/** Headers that gRPC and HTTP/2 set themselves, or forbid. */
const RESERVED =
  /^(host|te|content-type|content-length|user-agent|connection|keep-alive|proxy-connection|transfer-encoding|upgrade|http2-settings|grpc-.*)$/;
const NAME = /^[0-9a-z_.-]+$/;
const VALUE = /^[ -~]*$/;

/** The user's headers as gRPC metadata. Headers that it cannot carry are skipped with a warning, which shows no value. */
export function toGrpcMetadata(headers: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(named.filter(([name, value]) => isSendable(name, value)));
}

function isSendable(name: string, value: string): boolean {
  if (RESERVED.test(name)) {
    const shown = oneLine(name, 50);
    warnOnce(`OTLP header ${shown}: expected headers of an application, got one that gRPC sets itself; it is not sent`);
    return false;
  }
  // Names that end in -bin carry base64 of bytes, which a header of the configuration cannot be.
  if (NAME.test(name) && !name.endsWith('-bin') && VALUE.test(value)) return true;
  warnOnce(`OTLP header ${oneLine(name, 50)}: expected printable ASCII that gRPC can carry; it is not sent`);
  return false;
}
