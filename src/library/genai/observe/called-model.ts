import { context } from '@opentelemetry/api';
import { log } from '../../../foundation/diagnostics/log.ts';
import { failureText } from '../guarded-call.ts';
import type { ModelAnswer, ModelRequest, StreamStatus } from '../operation/model-call.ts';
import { ModelOperation, type OperationEnd } from '../operation/model-operation.ts';
import type { OperationTelemetry } from '../operation/operation-telemetry.ts';
import { type CallWatch, rethrowing } from './call-observer.ts';
import { helperInContext } from './eventful-stream-call.ts';
import { isApiPromise, streamWatch, watchApiPromise } from './observed-promise.ts';
import { isStream, rememberObservation } from './observed-stream.ts';
import { openObservations } from './open-observations.ts';
import { StreamObservation } from './stream-observation.ts';

/** How one method of an SDK is understood. */
export interface ModelMethod {
  readonly request: ModelRequest;
  readonly readResult: (result: unknown, answer: ModelAnswer) => void;
}

/**
 * Watches one call of an SDK's method, which `call` makes: one span, however often the SDK tries. What the method gives, or throws, is given and thrown.
 */
export function watchCall<T>(telemetry: OperationTelemetry, { request, readResult }: ModelMethod, call: () => T): T {
  const operation = new ModelOperation(telemetry, request);
  const watch = request.request?.stream === true ? watchStream(operation) : watchResult(operation, readResult);
  let promise: T;
  try {
    promise = context.with(operation.context, call);
  } catch (error) {
    watch.failed(error);
    throw error;
  }
  return watched(promise, watch) as T;
}

interface Watch extends CallWatch {
  readonly observation?: StreamObservation;
}

function watched(promise: unknown, watch: Watch): unknown {
  if (isApiPromise(promise)) {
    watchApiPromise(promise, watch);
    if (watch.observation !== undefined) rememberObservation(promise, watch.observation);
    return promise;
  }
  // Not the SDK's own, then: somebody has replaced what it makes requests with.
  if (promise instanceof Promise) {
    const answer = promise.then(watch.answered, rethrowing(watch));
    if (watch.observation !== undefined) rememberObservation(answer, watch.observation);
    return answer;
  }
  if (watch.observation !== undefined && isStream(promise)) return watch.answered(promise);
  watch.unread();
  return promise;
}

function watchStream(operation: ModelOperation): Watch {
  const observation = new StreamObservation(operation);
  helperInContext()?.began(observation);
  return { ...streamWatch(observation, {}), observation };
}

function watchResult(operation: ModelOperation, readResult: ModelMethod['readResult']): CallWatch {
  const answer: ModelAnswer = { finishReasons: [], usage: {} };
  const call: CallWatch & { end(status: StreamStatus): void } = {
    answered(result) {
      try {
        readResult(result, answer);
      } catch (error) {
        log.debug(`the answer of a model: expected to be read, got "${failureText(error)}"; its span tells less`);
      }
      call.unread();
      return result;
    },
    failed: (failure) => end({ failure }),
    unread: () => end({}),
    abandoned: () => call.end('abandoned'),
    end: (status) => end({ attributes: { 'l0.stream.status': status } }),
  };
  const end = (details: OperationEnd): void => {
    openObservations.delete(call);
    operation.end(answer, details);
  };
  openObservations.add(call);
  return call;
}
