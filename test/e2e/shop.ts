import { fileURLToPath } from 'node:url';
import { Program, type ProgramEnvironment, type ProgramResult } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';

/** A program of test/e2e/programs. */
export function programFile(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url));
}

export interface Order {
  readonly traceId: string;
  readonly result: ProgramResult;
}

/** Runs programs/shop.mjs to its natural end: one order, all three signals. */
export async function takeOrder(env: ProgramEnvironment): Promise<Order> {
  const result = await runProgram({ file: programFile('shop.mjs'), env });
  const [, traceId] = /^trace ([0-9a-f]{32})$/m.exec(result.stdout) ?? [];
  if (traceId === undefined) throw new Error(`shop.mjs printed no trace id: ${result.stdout}${result.stderr}`);
  return { traceId, result };
}

/** programs/shop-service.mjs as a process of its own. */
export interface ShopService extends AsyncDisposable {
  readonly url: string;
  /** Sends an order and resolves with the trace it belongs to. */
  order(number: number): Promise<string>;
  /** Lets it end by itself. */
  end(): Promise<ProgramResult>;
}

export interface ShopServiceOptions {
  readonly env: ProgramEnvironment;
  /** The service behind it. */
  readonly stockUrl?: string;
}

export async function startShopService({ env, stockUrl }: ShopServiceOptions): Promise<ShopService> {
  const program = new Program({
    file: programFile('shop-service.mjs'),
    args: stockUrl === undefined ? [] : [stockUrl],
    env,
  });
  const [, port] = await program.printed('stdout', /listening on (\d+)/);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    order: async (number) => {
      const answer = await fetch(`${url}/orders/${number}`);
      return ((await answer.json()) as { traceId: string }).traceId;
    },
    end: () => {
      program.endInput();
      return program.finished;
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}
