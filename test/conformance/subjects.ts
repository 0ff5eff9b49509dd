/** Which SDKs the streams are of, and which API of each. */
export type Api = 'chat' | 'responses' | 'anthropic' | 'vercel';
export type Form = 'ESM' | 'CJS';

export const FORMS: readonly Form[] = ['ESM', 'CJS'];

export interface Subject {
  readonly name: string;
  readonly api: Api;
  /** Where the SDK is installed, in test/fixtures/llm. */
  readonly folder: string;
  /** Requests are made by the package node-fetch, not by the built-in fetch. */
  readonly isNodeFetch?: boolean;
}

export const SUBJECTS: readonly Subject[] = [
  { name: 'openai 4.104 chat', api: 'chat', folder: './openai-4', isNodeFetch: true },
  { name: 'openai 5.23 chat', api: 'chat', folder: './openai-5' },
  { name: 'openai 6.49 chat', api: 'chat', folder: '.' },
  { name: 'openai 7.55 chat', api: 'chat', folder: './openai-7' },
  { name: 'openai 4.104 responses', api: 'responses', folder: './openai-4', isNodeFetch: true },
  { name: 'openai 5.23 responses', api: 'responses', folder: './openai-5' },
  { name: 'openai 6.49 responses', api: 'responses', folder: '.' },
  { name: 'openai 7.55 responses', api: 'responses', folder: './openai-7' },
  { name: 'Anthropic 0.39', api: 'anthropic', folder: './anthropic-older', isNodeFetch: true },
  { name: 'Anthropic 1.11', api: 'anthropic', folder: '.' },
  { name: 'Vercel AI 7', api: 'vercel', folder: '.' },
];
