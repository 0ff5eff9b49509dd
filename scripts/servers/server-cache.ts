import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { type ServerName, serverCatalogue } from './server-catalogue.ts';

/** The cache outlives checkouts and is shared by them: `OTELIER_SERVERS_DIR`, else otelier-servers in the user's cache folder. */
export function cacheFolder(): string {
  const { OTELIER_SERVERS_DIR: chosen, XDG_CACHE_HOME: cacheHome } = process.env;
  if (chosen) return path.resolve(chosen);
  return path.join(cacheHome || path.join(homedir(), '.cache'), 'otelier-servers');
}

/** The folder in which a server is, or will be, installed. */
export function serverFolder(server: ServerName): string {
  return path.join(cacheFolder(), `${server}-${serverCatalogue[server].version}`);
}

/** The absolute path of a server's file, installed or not; without `file` the one to start. */
export function serverFile(server: ServerName, file: string = serverCatalogue[server].files[0]): string {
  return path.join(serverFolder(server), file);
}

export function isServerInstalled(server: ServerName): boolean {
  return serverCatalogue[server].files.every((file) => existsSync(serverFile(server, file)));
}
