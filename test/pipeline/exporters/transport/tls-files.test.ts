import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readTlsFiles } from '../../../../src/pipeline/exporters/transport/tls-files.ts';
import { resolved } from '../../../foundation/configuration/resolved.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));

const folder = mkdtempSync(path.join(tmpdir(), 'otelier-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, name);
  return full;
}

/** `{ CERTIFICATE: 'ca.pem' }` -> what the traces exporter is given. */
function read(variables: Readonly<Record<string, string>>) {
  const environment = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [`OTEL_EXPORTER_OTLP_${name}`, value]),
  );
  return readTlsFiles(resolved(environment).config.traces.otlp);
}

const [ca, cert, key] = [file('ca.pem'), file('cert.pem'), file('key.pem')];
const CLIENT = { CLIENT_CERTIFICATE: cert, CLIENT_KEY: key };

describe('readTlsFiles', () => {
  test.each([
    [{}, {}],
    [{ CERTIFICATE: ca }, { ca: 'ca.pem' }],
    [CLIENT, { cert: 'cert.pem', key: 'key.pem' }],
    [
      { CERTIFICATE: ca, ...CLIENT },
      { ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' },
    ],
  ])('reads %j', (variables, expected) => {
    const read1 = Object.entries(read(variables)).map(([name, content]) => [name, String(content)]);
    expect(Object.fromEntries(read1)).toEqual(expected);
    expect(recorded.warnings).toEqual([]);
  });

  test.each([
    ['CERTIFICATE', "the system's CAs are trusted"],
    ['CLIENT_CERTIFICATE', 'no client certificate is sent'],
    ['CLIENT_KEY', 'no client certificate is sent'],
  ])('warns once about a missing file of %s, however many signals read it', (variable, consequence) => {
    const missing = path.join(folder, `missing ${variable}`);
    const variables = { ...CLIENT, [variable]: missing };
    for (let signal = 0; signal < 3; signal++) read(variables);
    expect(recorded.warnings).toEqual([
      `OTEL_EXPORTER_OTLP_${variable}: expected a readable PEM file, got "${missing}" (ENOENT); ${consequence}`,
    ]);
  });

  test('warns about a folder', () => {
    expect(read({ CERTIFICATE: folder })).toEqual({});
    expect(recorded.warnings).toEqual([expect.stringMatching(/\(EISDIR\)/)]);
  });

  test.each([
    ['CLIENT_CERTIFICATE', cert, 'OTEL_EXPORTER_OTLP_CLIENT_KEY'],
    ['CLIENT_KEY', key, 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE'],
  ])('warns about %s alone', (variable, value, missing) => {
    expect(read({ [variable]: value })).toEqual({});
    expect(recorded.warnings).toEqual([expect.stringMatching(missing)]);
  });
});
