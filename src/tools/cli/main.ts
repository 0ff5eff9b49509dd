#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { VERSION } from '../../foundation/diagnostics/version.ts';
import type { Command } from './command.ts';
import { configCommand } from './config-command.ts';

const COMMANDS: readonly Command[] = [configCommand];

process.exitCode = run(process.argv.slice(2));

function run([name, ...args]: string[]): number {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return print(usage());
  if (name === '--version' || name === '-v') return print(VERSION);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined)
    return fail(`otelier: expected a command, one of ${COMMANDS.map((item) => item.name).join(', ')}; got "${name}"`);
  try {
    const { values } = parseArgs({
      args,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      strict: true,
    });
    if (values['help'] === true) return print(`${command.usage}\n\n${command.about}`);
    return print(command.run(values));
  } catch (error) {
    const isUsage = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
    if (!isUsage) throw error;
    return fail(`otelier ${name}: ${(error as Error).message}\nusage: ${command.usage}`);
  }
}

function usage(): string {
  const width = Math.max(...COMMANDS.map((command) => command.usage.length));
  const rows = COMMANDS.map((command) => `  ${command.usage.padEnd(width)}  ${command.about}`);
  return ['usage: otelier <command>', '', ...rows, `  ${'otelier --version'.padEnd(width)}  the version`].join('\n');
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

/** The exit code for wrong usage, as in shells. */
function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}
