import { type Exception, type Span, SpanStatusCode, type Tracer, type TracerProvider } from '@opentelemetry/api';
import { errorType } from '../../foundation/log-lines/exception.ts';
import { type Patch, type Patching, repatched } from './loading/patched-definitions.ts';

interface Failure {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly errno?: unknown;
}

/** The code with which the server answered, for `db.response.status_code`; `undefined` when the error is not the server's. */
type StatusCodeOf = (error: Failure) => string | undefined;

const noStatusCode: StatusCodeOf = () => undefined;

/** https://opentelemetry.io/docs/specs/semconv/db/postgresql/: SQLSTATE, five characters. */
const postgresStatusCode: StatusCodeOf = ({ code }) =>
  typeof code === 'string' && /^[\dA-Z]{5}$/.test(code) ? code : undefined;

/** https://opentelemetry.io/docs/specs/semconv/db/mysql/: the server's error number. Those of the operating system are negative. */
const mysqlStatusCode: StatusCodeOf = ({ errno }) =>
  typeof errno === 'number' && errno > 0 ? String(errno) : undefined;

/** https://opentelemetry.io/docs/specs/semconv/db/redis/: the prefix of a reply that is an error, such as WRONGTYPE. */
const redisStatusCode: StatusCodeOf = (error) =>
  /^(?:ReplyError|ErrorReply|SimpleError)$/.test(errorType(error))
    ? /^[A-Z]+(?= |$)/.exec(String(error.message))?.[0]
    : undefined;

export const describingPg = (Original: Patching): Patching => describing(Original, postgresStatusCode);
export const describingRedis = (Original: Patching): Patching => describing(Original, redisStatusCode);
export const describingErrors = (Original: Patching): Patching => describing(Original, noStatusCode);
export const describingMysql2 = (Original: Patching): Patching =>
  describing(repatched(Original, reportQueryErrors), mysqlStatusCode);

/**
 * Makes an instrumentation give each failed span the status ERROR, `error.type` and, of a database, `db.response.status_code`. The official ones
 * record the exception, or its message, and no more. https://opentelemetry.io/docs/specs/semconv/db/database-spans/
 */
function describing(Original: Patching, statusCodeOf: StatusCodeOf): Patching {
  return class extends Original {
    override setTracerProvider(provider: TracerProvider): void {
      super.setTracerProvider({
        getTracer: (...scope) => describingTracer(provider.getTracer(...scope), statusCodeOf),
      });
    }
  };
}

function describingTracer(tracer: Tracer, statusCodeOf: StatusCodeOf): Tracer {
  return {
    startSpan: (...args) => describingSpan(tracer.startSpan(...args), statusCodeOf),
    startActiveSpan: tracer.startActiveSpan.bind(tracer) as Tracer['startActiveSpan'],
  };
}

function describingSpan(span: Span, statusCodeOf: StatusCodeOf): Span {
  if (!span.isRecording()) return span;
  const { recordException, setStatus } = span;
  const describe = (failure: Failure): void => {
    const statusCode = statusCodeOf(failure);
    if (statusCode !== undefined) span.setAttribute('db.response.status_code', statusCode);
    const { code } = failure;
    span.setAttribute('error.type', statusCode ?? (typeof code === 'string' ? code : errorType(failure)));
  };
  span.recordException = (exception, time) => {
    const failure = failureOf(exception);
    describe(failure);
    setStatus.call(span, { code: SpanStatusCode.ERROR, message: messageOf(failure) });
    recordException.call(span, exception, time);
  };
  span.setStatus = (status) => {
    if (status.code === SpanStatusCode.ERROR && reported !== undefined) describe(reported);
    return setStatus.call(span, status);
  };
  return span;
}

/** The instrumentation of pg records a sentence, which holds the type and the code of the error. */
const PG_EXCEPTION = /^PostgreSQL error of type '(.*)' occurred \(code: (\w+)\)$/;

function failureOf(exception: Exception): Failure {
  if (typeof exception === 'object' && exception !== null) return exception;
  const [message, , code] = PG_EXCEPTION.exec(String(exception)) ?? [String(exception)];
  return Object.assign(new Error(message), code === undefined || code === 'UNKNOWN' ? {} : { code });
}

const messageOf = ({ message }: Failure): string => (typeof message === 'string' ? message : '');

/** The error of the callback under way. */
let reported: Failure | undefined;

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Connection = { query?: Method; execute?: Method };

/** The instrumentation of mysql2 uses no more of an error than its message: the callback that it wraps gets the error here. */
function reportQueryErrors(definitions: Parameters<Parameters<typeof repatched>[1]>[0]): undefined {
  for (const file of definitions.flatMap(({ files }) => files)) {
    if (file.name !== 'mysql2/lib/connection.js') continue;
    const patch: Patch = file.patch.bind(file);
    file.patch = (exports: { readonly prototype: Connection }, version) => {
      const base = Object.getPrototypeOf(exports.prototype) as Connection | null;
      // Below the official patch, which is applied to the same object.
      const prototype = typeof base?.query === 'function' ? base : exports.prototype;
      for (const name of ['query', 'execute'] as const) {
        const method = prototype[name];
        if (method !== undefined) prototype[name] = reportingErrors(method);
      }
      return patch(exports, version);
    };
  }
}

interface Emitter {
  once?(event: 'error', listener: (error: unknown) => void): unknown;
}

function reportingErrors(method: Method): Method {
  return function (...args) {
    const last = args.findLastIndex((argument) => typeof argument === 'function');
    if (last !== -1) {
      const callback = args[last] as Method;
      args[last] = function (this: unknown, ...results: unknown[]) {
        return withReported(results[0], () => callback.apply(this, results));
      };
      return method.apply(this, args);
    }
    const result = method.apply(this, args);
    // Its listener comes before that of the instrumentation.
    (result as Emitter | undefined)?.once?.('error', (error) => {
      reported = error as Failure;
      queueMicrotask(() => {
        reported = undefined;
      });
    });
    return result;
  };
}

function withReported<T>(error: unknown, callback: () => T): T {
  reported = typeof error === 'object' && error !== null ? error : undefined;
  try {
    return callback();
  } finally {
    reported = undefined;
  }
}
