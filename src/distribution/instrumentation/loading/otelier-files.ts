import { fileURLToPath } from 'node:url';

// src/ in a checkout, dist/ in the package, where the sources of this folder are in a bundle.
const FOLDER_URL = import.meta.url.replace(/(?:distribution\/instrumentation\/loading\/)?[^/]+$/, '');
const FOLDER = fileURLToPath(FOLDER_URL);

/** Whether a file is one of otelier's own: what it loads is no use of a library by the application. */
export function isOtelierFile(pathOrUrl: string | null | undefined): boolean {
  return typeof pathOrUrl === 'string' && (pathOrUrl.startsWith(FOLDER) || pathOrUrl.startsWith(FOLDER_URL));
}

/** Built, everything is CommonJS and can be loaded at any time, also where Node cannot `require` ES modules any more. */
export const isBundled = !import.meta.url.endsWith('.ts');
