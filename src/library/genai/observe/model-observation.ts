/**
 * The observation of model calls as one module. The build makes one chunk of it that all bundles share, so that its state exists once in a process: the
 * open observations, the deferred records, the known error types (docs/decisions/006-start-up.md).
 */
export { failureText, logOnce } from '../guarded-call.ts';
export { configuredConventions, OperationTelemetry } from '../operation/operation-telemetry.ts';
export { observeCall } from './called-model.ts';
export { observeStream } from './observe-stream.ts';
export { replacementFor } from './own-property.ts';
export { detachFromHelper, observeHelperCall } from './sdk-stream.ts';
