import { inspect } from 'node:util';
import { errorType } from '../diagnostics/error-type.ts';

const MAX_CAUSES = 10;

/**
 * `exception.type`, `.message` and `.stacktrace` of anything that was thrown. The stack trace goes on with those of its causes, and of what an
 * AggregateError holds.
 * https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/
 */
export function exceptionFields(error: unknown): [string, unknown][] {
  try {
    if (!(error instanceof Error))
      return [
        ['exception.type', errorType(error)],
        ['exception.message', textOf(error)],
      ];
    return [
      ['exception.type', errorType(error)],
      ['exception.message', error.message],
      ['exception.stacktrace', stackWithCauses(error)],
    ];
  } catch {
    return [
      ['exception.type', 'Error'],
      ['exception.message', '[Unreadable]'],
    ];
  }
}

function stackWithCauses(error: Error): string {
  const parts: string[] = [];
  const seen = new Set<unknown>();
  const visit = (current: unknown, title: string): void => {
    if (seen.has(current) || seen.size >= MAX_CAUSES) return;
    seen.add(current);
    parts.push(`${title}${stackOf(current)}`);
    if (!(current instanceof Error)) return;
    if (current instanceof AggregateError) for (const inner of current.errors) visit(inner, 'One of the errors: ');
    if (current.cause !== undefined) visit(current.cause, 'Caused by: ');
  };
  visit(error, '');
  return parts.join('\n');
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return textOf(error);
  return typeof error.stack === 'string' ? error.stack : `${error.name}: ${error.message}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 2, breakLength: Number.POSITIVE_INFINITY });
}
