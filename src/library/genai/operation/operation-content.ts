import {
  type CapturedContent,
  type CaptureOptions,
  captureContent,
  isCaptured,
} from '../../../foundation/semconv/operation/captured-content.ts';
import type { GenAiContent, GenAiMessage } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import { failureText, logOnce } from '../guarded-call.ts';
import type { ModelRequest, ModelResponse } from './model-call.ts';
import { OutputBuffer } from './output-buffer.ts';

/** A stream's buffer is this many times the limit: redaction shortens a text before it is cut. */
const BUFFER_FACTOR = 2;

/** The messages to and from a model in one operation. */
export class OperationContent {
  readonly #prompt: GenAiContent;
  readonly #options: CaptureOptions;

  constructor(prompt: GenAiContent, options: CaptureOptions) {
    this.#prompt = prompt;
    this.#options = options;
  }

  /** A buffer for output that arrives in chunks. */
  createBuffer(): OutputBuffer {
    return new OutputBuffer(this.#options.maxLength * BUFFER_FACTOR);
  }

  /** The content to export, redacted and cut; undefined if there is none. */
  capture(response: ModelResponse, isRecording: boolean): CapturedContent | undefined {
    if (!isRecording && this.#options.place === 'SPAN_ONLY') return undefined;
    const output = attemptRead<readonly GenAiMessage[]>(response.readOutput);
    const content = { ...this.#prompt, output: output?.some(({ parts }) => parts.length > 0) ? output : undefined };
    return Object.values(content).some((each) => each !== undefined)
      ? captureContent(content, this.#options)
      : undefined;
  }
}

/** Undefined where content is not exported, so that none is read. */
export function operationContent({ readContent }: ModelRequest, options: CaptureOptions): OperationContent | undefined {
  return isCaptured(options) ? new OperationContent(readPrompt(readContent), options) : undefined;
}

/** The messages to the model; none if they cannot be read. */
export const readPrompt = (readContent: ModelRequest['readContent']): GenAiContent => attemptRead(readContent) ?? {};

function attemptRead<T>(read: (() => T | undefined) | undefined): T | undefined {
  try {
    return read?.();
  } catch (error) {
    const message = `the messages of a model: expected a known form, got "${failureText(error)}"; they are not captured`;
    logOnce('debug', 'messages', () => message);
    return undefined;
  }
}
