/** Services that speak the protocol of another one, by the end of their host's name. */
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

export interface Place {
  readonly provider: string;
  readonly server: { readonly address: string; readonly port: number | undefined } | undefined;
}

/** Who answers at the base URL of an SDK's client; `standard` where the host does not tell. */
export function placeOf(baseUrl: unknown, standard: string): Place {
  const url = typeof baseUrl === 'string' ? URL.parse(baseUrl) : null;
  if (url === null) return { provider: standard, server: undefined };
  const { hostname, port, protocol } = url;
  const known = BY_HOST.find(([host]) => hostname === host || hostname.endsWith(`.${host}`));
  const server = { address: hostname, port: port === '' ? PORTS[protocol] : Number(port) };
  return { provider: known?.[1] ?? standard, server };
}
