import { getBuiltinModule } from './unpatched-builtins.ts';

/** Compresses the body of a request off the main thread. */
export function gzip(data: Uint8Array): Promise<Uint8Array> {
  const zlib = getBuiltinModule('node:zlib');
  return new Promise((resolve, reject) =>
    zlib.gzip(data, (error, zipped) => (error ? reject(error) : resolve(zipped))),
  );
}
