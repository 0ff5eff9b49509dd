/** Services that use the protocol of another provider, by the end of their host name. */
const BY_HOST: readonly (readonly [host: string, provider: string])[] = [
  ['openai.azure.com', 'azure.ai.openai'],
  ['cognitiveservices.azure.com', 'azure.ai.openai'],
  ['services.ai.azure.com', 'azure.ai.inference'],
  ['amazonaws.com', 'aws.bedrock'],
  ['aiplatform.googleapis.com', 'gcp.vertex_ai'],
  ['generativelanguage.googleapis.com', 'gcp.gemini'],
  ['deepseek.com', 'deepseek'],
  ['groq.com', 'groq'],
  ['mistral.ai', 'mistral_ai'],
  ['perplexity.ai', 'perplexity'],
  ['x.ai', 'x_ai'],
  ['cohere.ai', 'cohere'],
  ['cohere.com', 'cohere'],
];

const PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

export interface ModelEndpoint {
  readonly provider: string;
  readonly server: { readonly address: string; readonly port: number | undefined } | undefined;
}

/** The provider and server at the base URL of an SDK's client; `standard` if the host is unknown. */
export function resolveEndpoint(baseUrl: unknown, standard: string): ModelEndpoint {
  const url = typeof baseUrl === 'string' ? URL.parse(baseUrl) : null;
  if (url === null) return { provider: standard, server: undefined };
  const { hostname, port, protocol } = url;
  const known = BY_HOST.find(([host]) => hostname === host || hostname.endsWith(`.${host}`));
  const server = { address: hostname, port: port === '' ? PORTS[protocol] : Number(port) };
  return { provider: known?.[1] ?? standard, server };
}
