import { jsonOf } from '../../../foundation/semconv/operation/fitted-json.ts';
import { finiteNumber, nonEmptyString } from '../operation/json-fields.ts';
import type { StreamResult } from '../operation/stream-result.ts';

/** Parts of the Vercel AI SDK's fullStream, versions 4 to 7. https://ai-sdk.dev/docs/reference/ai-sdk-core/stream-text */
interface Part {
  readonly type: string;
  /** The text: `textDelta` in version 4, `text` since 5, `delta` of a model's own stream. */
  readonly text?: unknown;
  readonly textDelta?: unknown;
  readonly delta?: unknown;
  readonly inputTextDelta?: unknown;
  readonly argsTextDelta?: unknown;
  /** The arguments of a tool: `args` in version 4. */
  readonly input?: unknown;
  readonly args?: unknown;
  readonly toolName?: unknown;
  readonly toolCallId?: unknown;
  readonly finishReason?: unknown;
  readonly totalUsage?: PartUsage;
  readonly usage?: PartUsage;
  readonly response?: { readonly id?: unknown; readonly modelId?: unknown };
  readonly error?: unknown;
}

interface PartUsage {
  readonly inputTokens?: unknown;
  readonly outputTokens?: unknown;
  readonly promptTokens?: unknown;
  readonly completionTokens?: unknown;
  readonly reasoningTokens?: unknown;
  readonly cachedInputTokens?: unknown;
  readonly inputTokenDetails?: { readonly cacheReadTokens?: unknown; readonly cacheWriteTokens?: unknown };
  readonly outputTokenDetails?: { readonly reasoningTokens?: unknown };
}

const TEXTS = new Set(['text-delta', 'reasoning-delta', 'reasoning', 'tool-input-delta', 'tool-call-delta']);

export function readPart(chunk: unknown, result: StreamResult): string | undefined {
  const part = chunk as Part;
  if (TEXTS.has(part.type)) {
    const text = part.text ?? part.textDelta ?? part.delta ?? part.inputTextDelta ?? part.argsTextDelta;
    if (typeof text !== 'string' || text === '') return undefined;
    if (!part.type.startsWith('tool')) result.output?.text(text, 0, part.type.startsWith('r') ? 'reasoning' : 'text');
    return result.add(text);
  }
  switch (part.type) {
    case 'tool-call':
      readCall(part, result);
      return undefined;
    case 'error':
      result.error = part.error ?? part;
      return undefined;
    case 'abort':
      result.isAborted = true;
      return undefined;
    case 'finish-step':
      result.id = nonEmptyString(part.response?.id) ?? result.id;
      result.model = nonEmptyString(part.response?.modelId) ?? result.model;
      return undefined;
    case 'finish':
      readFinish(part, result);
      return undefined;
    default:
      return undefined;
  }
}

/** The part has the complete arguments; earlier parts may have had pieces of them. */
function readCall({ toolName, toolCallId, input, args }: Part, result: StreamResult): void {
  const [name, id] = [String(toolName), nonEmptyString(toolCallId)];
  result.callTool(name, id);
  const given = input ?? args;
  result.output?.call(id ?? name, name, id);
  result.output?.argument(id ?? name, typeof given === 'string' ? given : jsonOf(given));
}

/** With tools there are several steps, whose sum counts. */
function readFinish({ finishReason, totalUsage, usage }: Part, result: StreamResult): void {
  const reason = (finishReason as { unified?: unknown } | undefined)?.unified ?? finishReason;
  if (reason === 'error' && result.error === undefined) result.error = new Error('finish reason: error');
  result.addFinishReason(reason);
  const counts = totalUsage ?? usage;
  if (!counts) return;
  result.usage.inputTokens = finiteNumber(counts.inputTokens ?? counts.promptTokens);
  result.usage.outputTokens = finiteNumber(counts.outputTokens ?? counts.completionTokens);
  result.usage.cacheReadInputTokens = finiteNumber(
    counts.inputTokenDetails?.cacheReadTokens ?? counts.cachedInputTokens,
  );
  result.usage.cacheWriteInputTokens = finiteNumber(counts.inputTokenDetails?.cacheWriteTokens);
  result.usage.reasoningOutputTokens = finiteNumber(
    counts.outputTokenDetails?.reasoningTokens ?? counts.reasoningTokens,
  );
}
