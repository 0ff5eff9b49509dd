import { vendorTokens } from './vendor-token.ts';

const mixed = { isMixed: true };

/** Language models, voices, and what is built around them. */
export const AI_TOKENS = vendorTokens([
  ['anthropic-key', 'sk-ant-', 'u{20,}'],
  ['openai-key', 'sk-proj- sk-svcacct- sk-admin- sk-None-', 'u{20,}'],
  ['langfuse-key', 'sk-lf-', 'h{8}-h{4}-h{4}-h{4}-h{12}'],
  ['openrouter-key', 'sk-or-', 'u{30,}'],
  ['openai-key', 'sk-', 'u{20,}', mixed],
  ['elevenlabs-key', 'sk_', 'h{40,}'],
  ['hugging-face-token', 'hf_', 'w{30,}'],
  ['hugging-face-token', 'api_org_', 'w{30,}'],
  ['groq-key', 'gsk_', 'w{40,}'],
  ['replicate-token', 'r8_', 'w{30,}'],
  ['perplexity-key', 'pplx-', 'w{30,}'],
  ['xai-key', 'xai-', 'w{60,}'],
  ['xai-key', 'xai-token-', 'w{30,}'],
  ['langsmith-key', 'lsv2_pt_ lsv2_sk_ ls__', '[\\w]{30,}'],
  ['fireworks-key', 'fw_', 'w{22,}', mixed],
  ['pinecone-key', 'pcsk_', '[\\w]{40,}'],
  ['nvidia-key', 'nvapi-', 'u{40,}'],
  ['cerebras-key', 'csk-', 'w{40,}', mixed],
  ['together-key', 'tgp_v1_', 'u{30,}'],
  ['tavily-key', 'tvly-', 'u{24,}', mixed],
  ['jina-key', 'jina_', 'u{50,}', mixed],
  ['voyage-key', 'pa-', 'u{40,}', mixed],
  ['firecrawl-key', 'fc-', 'h{32}'],
  ['e2b-key', 'e2b_', 'h{40}'],
  ['runpod-key', 'rpa_', 'U{40,}', mixed],
  ['modal-key', 'ak- as-', 'w{22}', mixed],
  ['helicone-key', 'sk-helicone-', 'u{20,}'],
  ['wandb-key', 'wandb_v1_', 'u{30,}'],
]);
