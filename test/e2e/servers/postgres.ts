import { chown, realpath } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../../scripts/servers/command.ts';
import { freeTcpPorts } from './free-ports.ts';
import {
  createServerFolder,
  requireServer,
  type ServerProcess,
  startOnFreePorts,
  startServerProcess,
} from './server-process.ts';

export interface Postgres extends ServerProcess {
  readonly port: number;
}

const NOBODY = 65_534;

/** Starts PostgreSQL with an empty cluster, whose superuser needs no password. */
export function startPostgres(user: string): Promise<Postgres> {
  return startOnFreePorts(async () => {
    const { port } = await freeTcpPorts('port');
    const folder = await createServerFolder('postgres');
    const data = path.join(folder, 'data');
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(folder, NOBODY, NOBODY);
    // Not through the link in the cache, which may lie in a home folder that nobody else may enter.
    const [initdb, postgres] = await Promise.all(
      ['initdb', 'postgres'].map(async (program) => realpath(requireServer('postgres', program))),
    );
    // PostgreSQL refuses to run as root.
    const allowed = (command = '', ...args: string[]): readonly [string, readonly string[]] =>
      isRoot
        ? ['setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', command, ...args]]
        : [command, args];
    const init = allowed(initdb, '--pgdata', data, '--username', user, '--auth=trust', '--no-sync');
    await runCommand(init[0], init[1], { cwd: folder });
    const [command, args] = allowed(postgres, '-D', data, '-p', `${port}`, '-k', folder, '-h', '127.0.0.1');
    const readyUrl = { port };
    // SIGINT: it does not wait for clients.
    return {
      ...(await startServerProcess({ name: 'PostgreSQL', command, args, readyUrl, folder, stopSignal: 'SIGINT' })),
      port,
    };
  });
}
