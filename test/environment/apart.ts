import type { OtlpReceiver } from '../../src/tools/receiver/otlp-receiver.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { deliver, startReceiver } from './delivery.ts';
import { expectSignals, expectUndisturbed } from './shop.ts';
import { otherSignals, type SignalName } from './signals.ts';
import type { VariableCase } from './variable-case.ts';

export interface Apart {
  readonly variables: readonly string[];
  readonly about: string;
  readonly signals: readonly SignalName[];
  /** What leads these signals to that receiver. */
  readonly env: (receiver: OtlpReceiver) => ProgramEnvironment;
  /** @default one for OTLP/HTTP */
  readonly start?: () => Promise<OtlpReceiver>;
}

/** Some signals go to a receiver of their own, the others to the one for all. */
export function apart({ variables, about, signals, env, start = () => startReceiver('http') }: Apart): VariableCase {
  return {
    variables,
    about,
    check: async () => {
      await using receiver = await start();
      const delivery = await deliver({ env: env(receiver) });
      expectUndisturbed(delivery);
      expectSignals(receiver.store, ...signals);
      expectSignals(delivery, ...otherSignals(...signals));
    },
  };
}
