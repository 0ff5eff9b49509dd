import type { Api, Subject } from './subjects.ts';

/** How the one end of a call is told; that of a call without a stream is not. */
export type End = 'completed' | 'stopped' | 'aborted' | 'failed' | 'abandoned';

export interface Ending {
  readonly name: string;
  readonly end: End;
  /**
   * What the provider has said by then. `whole`: finish reason and usage. `uncounted`: a finish reason. `part`: neither, tokens are estimated. `none`: nothing
   * that was read.
   */
  readonly answer: 'whole' | 'uncounted' | 'part' | 'none';
  /** Of the SDK, or of the system below. */
  readonly error?: (subject: Subject) => string;
  /** @default all */
  readonly apis?: readonly Api[];
  /** Whether an SDK of these APIs can end so. @default all can */
  readonly isFor?: (subject: Subject) => boolean;
  /** @default 'chat' */
  readonly operation?: string;
  /** @default true */
  readonly isStream?: boolean;
  /** Calls of the model. @default 1 */
  readonly calls?: number;
  /** HTTP requests of each call. @default 1 */
  readonly requests?: number;
}

const SDKS: readonly Api[] = ['chat', 'responses', 'anthropic'];
const inBand = ({ api, isNodeFetch }: Subject): string =>
  ({
    chat: 'overloaded',
    responses: 'server_error',
    anthropic: isNodeFetch ? 'APIConnectionError' : 'overloaded_error',
    vercel: 'StreamProviderError',
  })[api];
const cut = ({ api, isNodeFetch }: Subject): string => {
  if (api === 'vercel') return 'APICallError';
  return isNodeFetch ? 'ERR_STREAM_PREMATURE_CLOSE' : 'UND_ERR_SOCKET';
};
const refused = ({ api }: Subject): string => (api === 'vercel' ? 'APICallError' : 'BadRequestError');
const aborted = (): string => 'AbortError';

const read = { end: 'completed', answer: 'whole' } as const;
const left = { end: 'stopped', answer: 'part' } as const;
const broken = { end: 'failed', answer: 'part', error: inBand } as const;
const plain = { ...read, isStream: false } as const;

const isNodeFetch = ({ isNodeFetch = false }: Subject): boolean => isNodeFetch;
const isFetch = (subject: Subject): boolean => !isNodeFetch(subject);

/** The tool runner and the threads of Anthropic's SDK, which parse responses in a promise of their own. */
const RUNNERS: readonly Ending[] = [
  { name: 'runner', ...read },
  { name: 'runnerFinal', ...read },
  { name: 'runnerAwaited', ...read },
  { name: 'runnerTools', ...read, calls: 2 },
  { name: 'runnerBreak', ...left },
  { name: 'runnerLeft', ...left },
  { name: 'runnerInBand', ...broken },
  { name: 'runnerPlain', ...plain },
  { name: 'betaHelper', ...read },
  { name: 'thread', ...read },
  { name: 'threadBreak', ...left },
  { name: 'threadPlain', ...plain },
].map((ending) => ({ ...ending, apis: ['anthropic'], isFor: isFetch }));

/** Those after which the program goes on. What each does: test/fixtures/llm/endings.mjs */
export const ENDINGS: readonly Ending[] = [
  { name: 'complete', ...read },
  { name: 'break', ...left },
  { name: 'return', ...left },
  { name: 'throw', ...left },
  { name: 'inBand', ...broken },
  { name: 'cut', ...broken, error: cut },
  { name: 'abort', end: 'aborted', answer: 'part', error: aborted, apis: SDKS },
  { name: 'signal', end: 'aborted', answer: 'part', error: aborted },
  { name: 'refused', end: 'failed', answer: 'none', error: refused },
  { name: 'limited', ...read, requests: 2 },
  { name: 'neglect', end: 'abandoned', answer: 'none' },
  { name: 'textStream', end: 'completed', answer: 'part', apis: ['vercel'] },
  { name: 'tee', ...read, apis: SDKS },
  { name: 'readable', ...read, apis: SDKS },
  { name: 'withResponse', ...read, apis: SDKS },
  { name: 'asResponse', ...read, apis: SDKS, isFor: isFetch },
  { name: 'asResponse', end: 'completed', answer: 'none', apis: SDKS, isFor: isNodeFetch },
  { name: 'rawIterated', ...read, apis: SDKS, isFor: isFetch },
  { name: 'rawBreak', ...left, apis: SDKS, isFor: isFetch },
  { name: 'rawInBand', ...broken, apis: SDKS, isFor: isFetch },
  { name: 'rawClone', ...read, apis: SDKS, isFor: isFetch },
  { name: 'rawPlain', ...plain, apis: SDKS, isFor: isFetch },
  { name: 'helper', ...read, apis: SDKS },
  { name: 'helperIterated', ...read, apis: SDKS },
  { name: 'helperBreak', ...left, apis: SDKS },
  { name: 'helperInBand', ...broken, apis: SDKS },
  { name: 'helperFinals', ...read, apis: SDKS },
  { name: 'helperAwaited', ...read, apis: SDKS },
  ...RUNNERS,
  { name: 'plain', ...plain, apis: SDKS },
  { name: 'plainRefused', end: 'failed', answer: 'none', error: refused, isStream: false, apis: SDKS },
  { name: 'plainNeglect', end: 'abandoned', answer: 'none', isStream: false, apis: SDKS },
  { name: 'parsed', ...plain, apis: ['chat'] },
  { name: 'tools', end: 'completed', answer: 'uncounted', calls: 2, apis: ['chat'] },
  { name: 'toolsPlain', ...plain, calls: 2, apis: ['chat'] },
  { name: 'tools', ...plain, apis: ['anthropic'] },
  { name: 'embed', end: 'completed', answer: 'none', isStream: false, operation: 'embeddings', apis: ['chat'] },
  { name: 'textCompletion', ...plain, operation: 'text_completion', apis: ['chat'] },
];

/** Those that end the process. */
export const LAST_ENDINGS: readonly Ending[] = [
  { name: 'uncaught', ...broken },
  { name: 'unhandled', end: 'failed', answer: 'none', error: refused, apis: SDKS },
  { name: 'exit', end: 'abandoned', answer: 'part' },
  { name: 'plainExit', end: 'abandoned', answer: 'none', isStream: false, apis: SDKS },
  { name: 'killed', end: 'abandoned', answer: 'part' },
];

export const endingsOf = (subject: Subject, endings: readonly Ending[]): readonly Ending[] =>
  endings.filter(
    ({ apis, isFor }) => (apis === undefined || apis.includes(subject.api)) && (isFor === undefined || isFor(subject)),
  );
