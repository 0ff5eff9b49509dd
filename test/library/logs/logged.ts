import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Logger } from '../../../src/library/logs/logger.ts';
import type { LoggerOptions } from '../../../src/library/logs/logger-options.ts';
import { TemporaryFolder } from '../../program/temporary-folder.ts';

type Line = Readonly<Record<string, unknown>>;

/** A Logger that writes to a file of its own, and what it wrote. */
export class Logged implements Disposable {
  readonly folder: TemporaryFolder = new TemporaryFolder();
  readonly file: string = path.join(this.folder.path, 'new/folder/app.log');
  readonly logger: Logger;

  constructor(options: LoggerOptions = {}) {
    this.logger = new Logger({ console: false, file: this.file, ...options });
  }

  get text(): string {
    return readFileSync(this.file, 'utf8');
  }

  get lines(): readonly Line[] {
    return this.text
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  }

  get modes(): readonly number[] {
    return [this.file, path.dirname(this.file)].map((name) => statSync(name).mode & 0o777);
  }

  [Symbol.dispose](): void {
    void this.logger.close();
    this.folder[Symbol.dispose]();
  }
}
