import { listOf, setting } from './setting.ts';

/** By itself, since it is in force even when all the other settings are not. */
export const propagatorSetting = setting(listOf('tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'none'), {
  variables: 'OTEL_PROPAGATORS',
  default: ['tracecontext', 'baggage'],
  about: 'how the trace context travels between services',
});
