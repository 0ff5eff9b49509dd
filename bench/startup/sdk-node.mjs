// The peer: the official SDK for Node with the instrumentations that otelier has.

import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { WinstonInstrumentation } from '@opentelemetry/instrumentation-winston';
import { startNodeSdk } from '@opentelemetry/sdk-node';

startNodeSdk({
  instrumentations: [
    new HttpInstrumentation(),
    new UndiciInstrumentation(),
    new OpenAIInstrumentation(),
    new WinstonInstrumentation(),
  ],
});
