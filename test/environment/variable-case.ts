import { expect, test } from '@jest/globals';
import type { OtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import { expectOutcome } from '../program/outcome.ts';
import { Program, type ProgramEnvironment } from '../program/program.ts';
import { type Delivery, type DeliveryOptions, deliver, leadingTo, startReceiver, type Transport } from './delivery.ts';
import { SHOP_OUTPUT } from './shop.ts';

/** A variable (or some that only work together) with a value that can be used, and a check of its effect. */
export interface VariableCase {
  readonly variables: readonly string[];
  /** The value, or what is special about it. */
  readonly about: string;
  check(): Promise<void>;
}

type Value = { readonly value: string } | { readonly valueAt: (receiver: OtlpReceiver) => string };

interface CaseOf {
  readonly variable: string;
  /** What is special about the value, where it is not obvious. */
  readonly about?: string;
}

export type ArrivingCase = CaseOf &
  Value &
  DeliveryOptions & {
    /** All of it, or what has to be in it. @default what telemetry.mjs prints */
    readonly stdout?: string | RegExp;
    /** @default none */
    readonly warnings?: readonly RegExp[];
    /** Lines that may be there too. */
    readonly tolerates?: RegExp;
    readonly shows: (delivery: Delivery) => void | Promise<void>;
  };

/** The effect shows on what has arrived when the program is over. */
export function arriving({
  variable,
  about,
  stdout = SHOP_OUTPUT,
  warnings = [],
  shows,
  ...options
}: ArrivingCase): VariableCase {
  return {
    variables: [variable],
    about: titleOf(options, about),
    check: async () => {
      const env = (receiver: OtlpReceiver): ProgramEnvironment => ({
        ...(typeof options.env === 'function' ? options.env(receiver) : options.env),
        [variable]: valueFor(options, receiver),
      });
      const delivery = await deliver({ ...options, env });
      expectOutcome(delivery.result, { stdout: matching(stdout) });
      const told = delivery.warnings.filter((line) => options.tolerates?.test(line) !== true);
      expect(told).toEqual(warnings.map((pattern) => expect.stringMatching(pattern)));
      await shows(delivery);
    },
  };
}

export type LivingCase = CaseOf & {
  readonly value: string;
  readonly file?: string;
  readonly env?: ProgramEnvironment;
  readonly transport?: Transport;
  /** While the program lives; its standard input is ended afterwards. */
  readonly shows: (program: Program, receiver: OtlpReceiver) => Promise<void>;
};

/** The effect shows while the program is running. */
export function living({
  variable,
  about,
  value,
  file = 'on-command.mjs',
  env,
  transport = 'http',
  shows,
}: LivingCase): VariableCase {
  return {
    variables: [variable],
    about: titleOf({ value }, about),
    check: async () => {
      await using receiver = await startReceiver(transport);
      await using program = new Program({
        file,
        env: { ...leadingTo(receiver, transport), ...env, [variable]: value },
      });
      await shows(program, receiver);
      program.endInput();
      expectOutcome(await program.finished, { stderr: '' });
    },
  };
}

/** One test a case; several at a time, since most of a case is waiting for its program. */
export function testEach(cases: readonly VariableCase[]): void {
  for (const { variables, about, check } of cases) test.concurrent(`${variables.join(', ')}: ${about}`, check);
}

function matching(stdout: string | RegExp): unknown {
  return typeof stdout === 'string' ? stdout : expect.stringMatching(stdout);
}

function valueFor(options: Value, receiver: OtlpReceiver): string {
  return 'value' in options ? options.value : options.valueAt(receiver);
}

function titleOf(options: Value, about: string | undefined): string {
  const value = 'value' in options ? [JSON.stringify(options.value)] : [];
  return [...value, ...(about === undefined ? [] : [about])].join(', ');
}
