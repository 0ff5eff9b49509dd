import { log } from '../../../foundation/diagnostics/log.ts';
import {
  type CapturedContent,
  type CaptureOptions,
  captureContent,
  isCaptured,
} from '../../../foundation/semconv/operation/captured-content.ts';
import type { GenAiContent, GenAiMessage } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import { failureText } from '../guarded-call.ts';
import type { ModelAnswer, ModelRequest } from './model-call.ts';
import { StreamedOutput } from './output-buffer.ts';

/** Of a stream more is kept than can leave: taking secrets out makes texts shorter, and only then they are cut. */
const KEPT = 2;

/** What is said to a model and by it in one operation. */
export class OperationContent {
  readonly #asked: GenAiContent;
  readonly #options: CaptureOptions;

  constructor(asked: GenAiContent, options: CaptureOptions) {
    this.#asked = asked;
    this.#options = options;
  }

  /** For what comes in chunks. */
  streamed(): StreamedOutput {
    return new StreamedOutput(this.#options.maxLength * KEPT);
  }

  /** What of it leaves; undefined where nothing was said. */
  captured(answer: ModelAnswer, isRecording: boolean): CapturedContent | undefined {
    if (!isRecording && this.#options.place === 'SPAN_ONLY') return undefined;
    const output = understood<readonly GenAiMessage[]>(answer.readOutput);
    const content = { ...this.#asked, output: output?.some(({ parts }) => parts.length > 0) ? output : undefined };
    return Object.values(content).some((each) => each !== undefined)
      ? captureContent(content, this.#options)
      : undefined;
  }
}

/** Undefined where content goes nowhere: nothing of it is read then. */
export function contentOf({ readContent }: ModelRequest, options: CaptureOptions): OperationContent | undefined {
  return isCaptured(options) ? new OperationContent(readAsked(readContent), options) : undefined;
}

/** What is said to the model; nothing where that is not understood. */
export const readAsked = (readContent: ModelRequest['readContent']): GenAiContent => understood(readContent) ?? {};

function understood<T>(read: (() => T | undefined) | undefined): T | undefined {
  try {
    return read?.();
  } catch (error) {
    log.debug(`the messages of a model: expected to be understood, got "${failureText(error)}"; they are not captured`);
    return undefined;
  }
}
