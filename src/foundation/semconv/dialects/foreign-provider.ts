/** Beginnings of the names that others have for providers, lower case. The longer ones first. */
const PROVIDERS: readonly (readonly [beginning: string, provider: string])[] = [
  ['azure.ai.inference', 'azure.ai.inference'],
  ['az.ai.inference', 'azure.ai.inference'],
  ['azure', 'azure.ai.openai'],
  ['az.ai.openai', 'azure.ai.openai'],
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['amazon', 'aws.bedrock'],
  ['aws', 'aws.bedrock'],
  ['bedrock', 'aws.bedrock'],
  ['google.vertex', 'gcp.vertex_ai'],
  ['googlevertex', 'gcp.vertex_ai'],
  ['vertex', 'gcp.vertex_ai'],
  ['gcp.vertex_ai', 'gcp.vertex_ai'],
  ['google.generative-ai', 'gcp.gemini'],
  ['gcp.gemini', 'gcp.gemini'],
  ['gemini', 'gcp.gemini'],
  ['google', 'gcp.gen_ai'],
  ['mistral', 'mistral_ai'],
  ['xai', 'x_ai'],
  ['x_ai', 'x_ai'],
  ['watson', 'ibm.watsonx.ai'],
  ['ibm', 'ibm.watsonx.ai'],
  ['cohere', 'cohere'],
  ['deepseek', 'deepseek'],
  ['groq', 'groq'],
  ['perplexity', 'perplexity'],
];

/** `openai.chat`, `OpenAI`, `az.ai.openai`, `mistralai` -> the conventions' name of the provider; an unknown one as it is, in lower case. */
export function providerOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const lower = name.toLowerCase();
  return PROVIDERS.find(([beginning]) => lower.startsWith(beginning))?.[1] ?? lower;
}

const FINISH_REASONS: Readonly<Record<string, string>> = {
  'tool-calls': 'tool_call',
  tool_calls: 'tool_call',
  tool_use: 'tool_call',
  function_call: 'tool_call',
  'content-filter': 'content_filter',
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
};

/** The conventions' word for why a model stopped, where there is one. */
export const finishReasonOf = (reason: string): string => FINISH_REASONS[reason] ?? reason;
