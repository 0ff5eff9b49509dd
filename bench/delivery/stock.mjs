// The peer: the official SDK with its batch processor and OTLP exporter, shut down at the end as its documentation says.
import { startNodeSdk } from '@opentelemetry/sdk-node';

const sdk = startNodeSdk({ instrumentations: [] });
process.once('beforeExit', () => sdk.shutdown().catch(() => {}));
