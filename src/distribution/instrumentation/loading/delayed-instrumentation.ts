import { createNoopMeter, type MeterProvider } from '@opentelemetry/api';
import type { Instrumentation, InstrumentationConfig } from '@opentelemetry/instrumentation';
import { log } from '../../../foundation/diagnostics/log.ts';

/** A running measurement. */
export interface Measuring {
  disable(): void;
}

export interface DelayedInstrumentationOptions {
  readonly name: string;
  start(meterProvider: MeterProvider): Measuring;
  /** Whether it is too late to start. */
  isEnded(): boolean;
  /** How long after `enable`. @default 1000 */
  readonly delayMillis?: number;
}

/**
 * An instrumentation that is not worth the application's start: it starts a while after `enable`, and not at all in a program that is
 * over by then. Waiting for it does not keep the process alive. It measures only, and so ignores the providers of the other signals.
 */
export class DelayedInstrumentation implements Instrumentation {
  readonly instrumentationName: string;
  readonly instrumentationVersion = '0';
  readonly #start: (meterProvider: MeterProvider) => Measuring;
  readonly #isEnded: () => boolean;
  readonly #delayMillis: number;
  #meterProvider: MeterProvider | undefined;
  #timer: NodeJS.Timeout | undefined;
  #measuring: Measuring | undefined;

  constructor({ name, start, isEnded, delayMillis = 1_000 }: DelayedInstrumentationOptions) {
    this.instrumentationName = name;
    this.#start = start;
    this.#isEnded = isEnded;
    this.#delayMillis = delayMillis;
  }

  enable(): void {
    this.#timer ??= setTimeout(() => this.#startMeasuring(), this.#delayMillis).unref();
  }

  disable(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#measuring?.disable();
    this.#measuring = undefined;
  }

  setMeterProvider(provider: MeterProvider): void {
    this.#meterProvider = provider;
  }

  setTracerProvider(): void {}
  setConfig(): void {}
  getConfig(): InstrumentationConfig {
    return {};
  }

  #startMeasuring(): void {
    if (this.#meterProvider === undefined || this.#isEnded() || isNoop(this.#meterProvider)) return;
    try {
      this.#measuring = this.#start(this.#meterProvider);
    } catch (error) {
      const { message } = error as Error;
      log.warn(`instrumentation ${this.instrumentationName}: expected to start, got "${message}"; it measures nothing`);
    }
  }
}

/** Without a meter provider nobody reads the measurements. */
function isNoop(provider: MeterProvider): boolean {
  return provider.getMeter('otelier') === createNoopMeter();
}
