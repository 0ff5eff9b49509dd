import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isServerInstalled, serverFile } from '../../../scripts/servers/server-cache.ts';
import type { ServerName } from '../../../scripts/servers/server-catalogue.ts';
import { poll } from './polling.ts';

const START_TIMEOUT_MILLIS = 60_000;
const ANSWER_TIMEOUT_MILLIS = 2_000;
const STOP_TIMEOUT_MILLIS = 5_000;
const OUTPUT_TAIL_LENGTH = 4_000;
const START_ATTEMPTS = 3;
const PORT_TAKEN = /address already in use|EADDRINUSE|BindException/;

/** A real server that a test started. */
export interface ServerProcess {
  /** Standard output and standard error so far, in the order of arrival. */
  output(): string;
  /** The output, as soon as it matches. */
  waitForOutput(pattern: RegExp, timeoutMillis?: number): Promise<string>;
  /** Ends the process and removes its folder; safe to call twice. */
  stop(): Promise<void>;
}

export interface ServerCommand {
  /** For messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment besides PATH: nothing of the test run's own OTEL_* gets in. */
  readonly env?: Readonly<Record<string, string>>;
  /** Answers 2xx as soon as the server serves; or the port that it listens on, where it does not speak HTTP. */
  readonly readyUrl: string | { readonly port: number };
  /** SIGKILL for a server that has nothing to save and is slow to stop. @default 'SIGTERM' */
  readonly stopSignal?: NodeJS.Signals;
  /** Working directory, made by `createServerFolder`; removed when the server stops. */
  readonly folder: string;
}

/** The path of an installed server's file, or an error that says how to install it. */
export function requireServer(server: ServerName, file?: string): string {
  if (!isServerInstalled(server)) {
    throw new Error(
      `the server "${server}" is not installed in ${path.dirname(serverFile(server))}: run \`npm run servers\``,
    );
  }
  return serverFile(server, file);
}

/** For `AsyncDisposableStack.adopt`: several servers end in turn, also when the start of one failed. */
export function stopServer(server: ServerProcess): Promise<void> {
  return server.stop();
}

export function createServerFolder(name: string): Promise<string> {
  return mkdtemp(path.join(tmpdir(), `otelier-${name}-`));
}

/** Starts again on other ports when something took a port between its choice and its use. */
export async function startOnFreePorts<Server>(start: () => Promise<Server>): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt === START_ATTEMPTS || !PORT_TAKEN.test(String(error))) throw error;
    }
  }
}

/** Resolves when the server answers; rejects with the end of its output when it ends or stays silent instead. */
export async function startServerProcess(options: ServerCommand): Promise<ServerProcess> {
  const child = spawn(options.command, options.args, {
    cwd: options.folder,
    env: { PATH: process.env['PATH'], ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const server: ServerProcess = {
    output,
    waitForOutput: (pattern, timeoutMillis = 15_000) =>
      poll(output, {
        what: `${options.name} to print ${pattern}`,
        timeoutMillis,
        until: (text) => pattern.test(text),
      }),
    stop: () => stopProcess(child, options),
  };
  try {
    await untilReady(child, options);
    return server;
  } catch (error) {
    await server.stop();
    throw new Error(`${options.name} did not start: ${String(error)}\n${output().slice(-OUTPUT_TAIL_LENGTH)}`);
  }
}

async function untilReady(child: ChildProcess, { name, readyUrl }: ServerCommand): Promise<void> {
  const waiting = new AbortController();
  const ended = Promise.withResolvers<never>();
  child.once('error', ended.reject);
  child.once('close', (code, signal) => ended.reject(new Error(`it ended with ${signal ?? `exit code ${code}`}`)));
  const ask = async (): Promise<boolean> => {
    if (typeof readyUrl === 'object') return isListening(readyUrl.port);
    const answer = await fetch(readyUrl, {
      signal: AbortSignal.any([waiting.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MILLIS)]),
    });
    await answer.body?.cancel();
    return answer.ok;
  };
  const ready = poll(ask, {
    what: `${name} to answer on ${typeof readyUrl === 'object' ? `port ${readyUrl.port}` : readyUrl}`,
    timeoutMillis: START_TIMEOUT_MILLIS,
    until: (ok) => ok,
    signal: waiting.signal,
  });
  try {
    await Promise.race([ready, ended.promise]);
  } finally {
    waiting.abort();
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  return true;
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  return () => chunks.join('');
}

async function stopProcess(child: ChildProcess, { folder, stopSignal = 'SIGTERM' }: ServerCommand): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const closed = once(child, 'close');
    child.kill(stopSignal);
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MILLIS);
    await closed;
    clearTimeout(kill);
  }
  await rm(folder, { recursive: true, force: true });
}
