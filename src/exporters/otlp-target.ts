import type { OtlpConfig } from '../configuration/config.ts';
import type { Destination } from './destination.ts';
import type { FinalRoute } from './final-request.ts';

/** What the OTLP exporter of one signal sends to, and how long one export may take, tries included. */
export interface OtlpTarget {
  readonly otlp: OtlpConfig;
  readonly destination: Destination;
  readonly timeoutMillis: number;
}

/** An OTLP exporter, and how its items are sent without it. */
export interface Otlp<Exporter, Items> {
  readonly exporter: Exporter;
  readonly toRequest: FinalRoute<Items>['toRequest'];
  readonly resender: NonNullable<FinalRoute<Items>['resender']>;
}
