import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Another way to switch telemetry on, as its own documentation says. */
export interface Peer {
  readonly name: string;
  /** Exact versions. */
  readonly packages: Readonly<Record<string, string>>;
  /** What comes before the program; paths from the folder of the peer. */
  readonly args: readonly string[];
  /** A file that the peer's documentation asks users to write. */
  readonly file?: readonly [name: string, text: string];
}

const VERCEL = `import { registerOTel } from '@vercel/otel';\nregisterOTel({ serviceName: 'bench' });\n`;

export const PEERS: readonly Peer[] = [
  {
    name: 'auto-instrumentations',
    packages: { '@opentelemetry/auto-instrumentations-node': '0.82.0', '@opentelemetry/api': '1.10.0' },
    args: ['--import', '@opentelemetry/auto-instrumentations-node/register'],
  },
  {
    name: '@vercel/otel',
    packages: {
      '@vercel/otel': '2.1.3',
      '@opentelemetry/api': '1.9.0',
      '@opentelemetry/api-logs': '0.223.0',
      '@opentelemetry/instrumentation': '0.223.0',
      '@opentelemetry/resources': '2.12.1',
      '@opentelemetry/sdk-logs': '0.223.0',
      '@opentelemetry/sdk-metrics': '2.12.1',
      '@opentelemetry/sdk-trace-base': '2.12.1',
    },
    args: ['--import', './start.mjs'],
    file: ['start.mjs', VERCEL],
  },
  { name: 'dd-trace', packages: { 'dd-trace': '6.21.0' }, args: ['--import', 'dd-trace/initialize.mjs'] },
  {
    name: 'Elastic',
    packages: { '@elastic/opentelemetry-node': '1.18.0' },
    args: ['--import', '@elastic/opentelemetry-node'],
  },
];

const CACHE = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'otelier-bench');

/** The folder in which a peer is installed, once and for all, outside the repository. Undefined when the registry does not have it. */
export function installPeer({ name, packages, file }: Peer): string | undefined {
  const versions = Object.values(packages)[0];
  const folder = path.join(CACHE, `${name.replace(/[@/]/g, '_')}-${versions}`);
  if (existsSync(folder)) return folder;
  const temporary = `${folder}-${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  writeFileSync(path.join(temporary, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  if (file !== undefined) writeFileSync(path.join(temporary, file[0]), file[1]);
  try {
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], {
      cwd: temporary,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    renameSync(temporary, folder);
    return folder;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    console.error(`${name} does not install and is left out: ${(error as Error).message.split('\n')[0]}`);
    return undefined;
  }
}
