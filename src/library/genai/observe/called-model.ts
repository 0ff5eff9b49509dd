import { context } from '@opentelemetry/api';
import { failureText, logOnce } from '../guarded-call.ts';
import type { ModelRequest, ModelResponse, StreamStatus } from '../operation/model-call.ts';
import { ModelOperation, type OperationEnd } from '../operation/model-operation.ts';
import type { OperationTelemetry } from '../operation/operation-telemetry.ts';
import { openObservations, registerObserver } from './observation-registry.ts';
import { type CallObserver, isApiPromise, observeApiPromise, rethrowing, streamObserver } from './observed-promise.ts';
import { isStream } from './observed-stream.ts';
import { DocumentReader } from './response-body.ts';
import { activeHelper, registerSignal } from './sdk-stream.ts';
import { StreamObservation } from './stream-observation.ts';

/** How the request and the result of one method of an SDK are read. */
export interface ModelMethod {
  readonly request: ModelRequest;
  readonly readResult: (result: unknown, response: ModelResponse) => void;
}

export interface ObservedCall<T> {
  /** Makes the call. */
  readonly call: () => T;
  /** The abort signal that the caller passed to the SDK. */
  readonly signal?: unknown;
}

/**
 * Observes one call of an SDK's method: one span, however often the SDK retries. The result and the errors of the call do not change.
 */
export function observeCall<T>(
  telemetry: OperationTelemetry,
  { request, readResult }: ModelMethod,
  { call, signal }: ObservedCall<T>,
): T {
  const operation = new ModelOperation(telemetry, request);
  const observer =
    request.request?.stream === true ? createStreamObserver(operation, signal) : resultObserver(operation, readResult);
  let promise: T;
  try {
    promise = context.with(operation.context, call);
  } catch (error) {
    observer.failed(error);
    throw error;
  }
  return observed(promise, observer) as T;
}

interface Observer extends CallObserver {
  readonly observation?: StreamObservation;
}

function observed(promise: unknown, observer: Observer): unknown {
  const { observation } = observer;
  if (isApiPromise(promise)) {
    observeApiPromise(promise, observer);
    if (observation !== undefined) registerObserver(promise, observation);
    return promise;
  }
  // A plain promise: something has replaced the SDK's own way of making requests.
  if (promise instanceof Promise) {
    const response = promise.then(observer.resolved, rethrowing(observer));
    if (observation !== undefined) registerObserver(response, observation);
    return response;
  }
  if (observation !== undefined && isStream(promise)) return observer.resolved(promise);
  observer.unread();
  return promise;
}

function createStreamObserver(operation: ModelOperation, signal: unknown): Observer {
  const observation = new StreamObservation(operation);
  registerSignal(signal, observation);
  activeHelper()?.requestStarted(observation);
  return { ...streamObserver(observation, {}), observation };
}

function resultObserver(operation: ModelOperation, readResult: ModelMethod['readResult']): CallObserver {
  const response: ModelResponse = { finishReasons: [], usage: {} };
  const end = (details: OperationEnd): void => {
    openObservations.delete(observer);
    operation.end(response, details);
  };
  const observer = {
    resolved(result: unknown) {
      try {
        readResult(result, response);
      } catch (error) {
        logOnce('debug', 'model response', () => unreadable(error));
      }
      end({});
      return result;
    },
    failed: (failure: unknown) => end({ failure }),
    unread: () => end({}),
    abandoned: () => observer.end('abandoned'),
    stopped: () => observer.end('stopped'),
    document: (document: unknown) => (document === undefined ? end({}) : void observer.resolved(document)),
    observeBytes: () => new DocumentReader(observer),
    end: (status: StreamStatus) => end({ attributes: { 'l0.stream.status': status } }),
  };
  openObservations.add(observer);
  return observer;
}

const unreadable = (error: unknown): string =>
  `a model's response: expected a known form, got "${failureText(error)}"; its span has less detail`;
