import { jsonOf } from '../../../foundation/semconv/operation/fitted-json.ts';
import { numberOf, stringOf } from '../operation/json-fields.ts';
import type { StreamFacts } from '../operation/stream-result.ts';

/** Parts of the Vercel AI SDK's fullStream, versions 4 to 7. https://ai-sdk.dev/docs/reference/ai-sdk-core/stream-text */
interface Part {
  readonly type: string;
  /** The text: `textDelta` in version 4, `text` since 5, `delta` of a model's own stream. */
  readonly text?: unknown;
  readonly textDelta?: unknown;
  readonly delta?: unknown;
  readonly inputTextDelta?: unknown;
  readonly argsTextDelta?: unknown;
  /** What a tool is called with: `args` in version 4. */
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

export function readPart(chunk: unknown, facts: StreamFacts): string | undefined {
  const part = chunk as Part;
  if (TEXTS.has(part.type)) {
    const text = part.text ?? part.textDelta ?? part.delta ?? part.inputTextDelta ?? part.argsTextDelta;
    if (typeof text !== 'string' || text === '') return undefined;
    if (!part.type.startsWith('tool')) facts.output?.text(text, 0, part.type.startsWith('r') ? 'reasoning' : 'text');
    return facts.add(text);
  }
  switch (part.type) {
    case 'tool-call':
      readCall(part, facts);
      return undefined;
    case 'error':
      facts.error = part.error ?? part;
      return undefined;
    case 'abort':
      facts.isAborted = true;
      return undefined;
    case 'finish-step':
      facts.id = stringOf(part.response?.id) ?? facts.id;
      facts.model = stringOf(part.response?.modelId) ?? facts.model;
      return undefined;
    case 'finish':
      readFinish(part, facts);
      return undefined;
    default:
      return undefined;
  }
}

/** It has its arguments all at once; those that came in parts before are the same. */
function readCall({ toolName, toolCallId, input, args }: Part, facts: StreamFacts): void {
  const [name, id] = [String(toolName), stringOf(toolCallId)];
  facts.callTool(name, id);
  const given = input ?? args;
  facts.output?.call(id ?? name, name, id);
  facts.output?.argument(id ?? name, typeof given === 'string' ? given : jsonOf(given));
}

/** With tools there are several steps: what counts here is their sum. */
function readFinish({ finishReason, totalUsage, usage }: Part, facts: StreamFacts): void {
  const reason = (finishReason as { unified?: unknown } | undefined)?.unified ?? finishReason;
  if (reason === 'error' && facts.error === undefined) facts.error = new Error('finish reason: error');
  facts.addFinishReason(reason);
  const counts = totalUsage ?? usage;
  if (!counts) return;
  facts.usage.inputTokens = numberOf(counts.inputTokens ?? counts.promptTokens);
  facts.usage.outputTokens = numberOf(counts.outputTokens ?? counts.completionTokens);
  facts.usage.cacheReadInputTokens = numberOf(counts.inputTokenDetails?.cacheReadTokens ?? counts.cachedInputTokens);
  facts.usage.cacheWriteInputTokens = numberOf(counts.inputTokenDetails?.cacheWriteTokens);
  facts.usage.reasoningOutputTokens = numberOf(counts.outputTokenDetails?.reasoningTokens ?? counts.reasoningTokens);
}
