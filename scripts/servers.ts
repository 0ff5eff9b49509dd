// Installs the real servers of the end-to-end tests: node scripts/servers.ts install [name …]
import { cacheFolder, isServerInstalled, serverFile, serverFolder } from './servers/server-cache.ts';
import { isServerName, type ServerName, serverCatalogue, serverNames } from './servers/server-catalogue.ts';
import { installServer, removeAbandonedBuilds } from './servers/server-installation.ts';

const USAGE = `Usage: node scripts/servers.ts install [name …]   install them into the cache, all by default
       node scripts/servers.ts path [name …]      print where they are
Names: ${serverNames.join(', ')}
The cache is OTELIER_SERVERS_DIR, by default otelier-servers in \${XDG_CACHE_HOME:-~/.cache}.`;

async function installReported(server: ServerName): Promise<boolean> {
  const started = performance.now();
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const title = `${server} ${serverCatalogue[server].version}`;
  try {
    const outcome = await installServer(server);
    console.log(`${title}: ${outcome} (${seconds()}) ${serverFolder(server)}`);
    return true;
  } catch (error) {
    console.error(`${title}: failed (${seconds()}): ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function installLane(servers: readonly ServerName[]): Promise<boolean> {
  let complete = true;
  for (const server of servers) complete = (await installReported(server)) && complete;
  return complete;
}

async function install(servers: readonly ServerName[]): Promise<void> {
  await removeAbandonedBuilds();
  if (!servers.every(isServerInstalled)) console.log(`Installing into ${cacheFolder()}; a Go build can take minutes.`);
  const lanes = Object.values(Object.groupBy(servers, (server) => serverCatalogue[server].lane));
  const results = await Promise.all(lanes.map((lane) => installLane(lane ?? [])));
  if (results.includes(false)) process.exitCode = 1;
}

function printPaths(servers: readonly ServerName[]): void {
  for (const server of servers) {
    console.log(`${server}\t${serverFile(server)}\t${isServerInstalled(server) ? 'installed' : 'not installed'}`);
  }
}

const [command, ...names] = process.argv.slice(2);
const servers = names.length === 0 ? serverNames : [...new Set(names.filter(isServerName))];
const unknown = names.filter((name) => !isServerName(name));
if (unknown.length > 0) {
  console.error(`Unknown server ${unknown.map((name) => `"${name}"`).join(', ')}.\n${USAGE}`);
  process.exitCode = 2;
} else if (command === 'install') await install(servers);
else if (command === 'path') printPaths(servers);
else {
  console.error(USAGE);
  process.exitCode = 2;
}
