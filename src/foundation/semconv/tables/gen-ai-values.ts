/** Values of `gen_ai.operation.name`. */
export const GenAiOperations = Object.freeze({
  CHAT: 'chat',
  TEXT_COMPLETION: 'text_completion',
  GENERATE_CONTENT: 'generate_content',
  EMBEDDINGS: 'embeddings',
  RETRIEVAL: 'retrieval',
  EXECUTE_TOOL: 'execute_tool',
  CREATE_AGENT: 'create_agent',
  INVOKE_AGENT: 'invoke_agent',
  INVOKE_WORKFLOW: 'invoke_workflow',
});
export type GenAiOperationName = (typeof GenAiOperations)[keyof typeof GenAiOperations];

/** Values of `gen_ai.provider.name`. */
export const GenAiProviders = Object.freeze({
  ANTHROPIC: 'anthropic',
  AWS_BEDROCK: 'aws.bedrock',
  AZURE_AI_INFERENCE: 'azure.ai.inference',
  AZURE_AI_OPENAI: 'azure.ai.openai',
  COHERE: 'cohere',
  DEEPSEEK: 'deepseek',
  GCP_GEMINI: 'gcp.gemini',
  GCP_GEN_AI: 'gcp.gen_ai',
  GCP_VERTEX_AI: 'gcp.vertex_ai',
  GROQ: 'groq',
  IBM_WATSONX_AI: 'ibm.watsonx.ai',
  MISTRAL_AI: 'mistral_ai',
  OPENAI: 'openai',
  PERPLEXITY: 'perplexity',
  X_AI: 'x_ai',
});
export type GenAiProviderName = (typeof GenAiProviders)[keyof typeof GenAiProviders];

/** Values of `gen_ai.token.type`. */
export const GenAiTokenTypes = Object.freeze({ INPUT: 'input', OUTPUT: 'output' });

/** Values of `gen_ai.output.type`. */
export const GenAiOutputTypes = Object.freeze({ TEXT: 'text', JSON: 'json', IMAGE: 'image', SPEECH: 'speech' });

const LEGACY_SYSTEMS: Readonly<Record<string, string>> = {
  'azure.ai.inference': 'az.ai.inference',
  'azure.ai.openai': 'az.ai.openai',
  x_ai: 'xai',
};

/** The value of the legacy `gen_ai.system` for a provider. */
export function legacySystem(provider: string): string {
  return LEGACY_SYSTEMS[provider] ?? provider;
}
