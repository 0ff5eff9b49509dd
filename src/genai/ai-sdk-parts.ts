import type { StreamFacts } from './stream-facts.ts';
import { numberOf, stringOf } from './wire-value.ts';

/** Parts of the Vercel AI SDK's fullStream, versions 4 to 7. https://ai-sdk.dev/docs/reference/ai-sdk-core/stream-text */
interface Part {
  readonly type: string;
  /** The text: `textDelta` in version 4, `text` since 5, `delta` of a model's own stream. */
  readonly text?: unknown;
  readonly textDelta?: unknown;
  readonly delta?: unknown;
  readonly inputTextDelta?: unknown;
  readonly argsTextDelta?: unknown;
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
    return typeof text === 'string' && text !== '' ? facts.add(text) : undefined;
  }
  switch (part.type) {
    case 'tool-call':
      facts.callTool(String(part.toolName), stringOf(part.toolCallId));
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
