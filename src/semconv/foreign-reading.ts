import type { ForeignAttributes } from './foreign-attributes.ts';
import type { GenAiContent } from './gen-ai-message.ts';
import type { GenAiOperation } from './gen-ai-operation.ts';

/** What a span of somebody else says. */
export interface ForeignReading {
  /** Without an operation: a step that the conventions have no word for. */
  readonly operation: Partial<GenAiOperation>;
  /** Read when it is asked for: it is what takes longest, and few capture it. */
  readonly content: () => GenAiContent;
  /** Whether others of the same library are inside of it, which count what it counts. */
  readonly isWrapper: boolean;
}

/** What a dialect wants to know beside the attributes. */
export interface ForeignSpan {
  readonly name: string;
  readonly startTimeMillis: number;
}

/** A library's own words for what the conventions say with gen_ai attributes. */
export interface Dialect {
  isSpoken(source: ForeignAttributes): boolean;
  read(source: ForeignAttributes, span: ForeignSpan): ForeignReading;
}
