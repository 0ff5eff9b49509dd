import { listOf, setting } from './setting.ts';

/** In a file of its own, because it applies even when the SDK is disabled. */
export const propagatorSetting = setting(listOf('tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'none'), {
  variables: 'OTEL_PROPAGATORS',
  default: ['tracecontext', 'baggage'],
  about: 'how the trace context travels between services',
});
