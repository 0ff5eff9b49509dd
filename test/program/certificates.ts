import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from './temporary-folder.ts';

export interface Identity {
  /** PEM files. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A private authority and two certificates that it signed, in a folder that disposing removes. Made with the machine's openssl. */
export class Certificates implements Disposable {
  readonly authority: Identity;
  readonly server: Identity;
  readonly client: Identity;
  readonly #folder: TemporaryFolder = new TemporaryFolder();

  constructor({ serverNames = 'DNS:localhost,IP:127.0.0.1' } = {}) {
    this.authority = this.#create('authority');
    this.server = this.#create('server', this.authority, `subjectAltName=${serverNames}`);
    this.client = this.#create('client', this.authority);
  }

  /** TLS options of a receiver; with `mutual`, clients must present a certificate of the authority. */
  tls({ mutual = false } = {}): { cert: string; key: string; ca?: string } {
    const read = (file: string): string => readFileSync(file, 'utf8');
    return {
      cert: read(this.server.certificateFile),
      key: read(this.server.keyFile),
      ...(mutual ? { ca: read(this.authority.certificateFile) } : {}),
    };
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }

  #create(name: string, signer?: Identity, extension?: string): Identity {
    const certificateFile = join(this.#folder.path, `${name}.pem`);
    const keyFile = join(this.#folder.path, `${name}-key.pem`);
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
    const signed = signer && ['-CA', signer.certificateFile, '-CAkey', signer.keyFile];
    const kind = signer && ['-addext', 'basicConstraints=critical,CA:FALSE'];
    const extra = extension === undefined ? [] : ['-addext', extension];
    const subject = ['-subj', `/CN=otelier ${name}`, '-days', '2'];
    execFileSync(
      'openssl',
      ['req', '-x509', ...key, ...subject, ...(signed ?? []), ...(kind ?? []), ...extra, '-out', certificateFile],
      { stdio: 'pipe' },
    );
    return { certificateFile, keyFile };
  }
}
