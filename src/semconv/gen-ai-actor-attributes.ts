import { any, double, int, string } from './attribute-table.ts';
import { ALWAYS, LATEST, SINCE_1_41 } from './gen-ai-generations.ts';

const STABLE = { stability: 'stable', ...ALWAYS } as const;

/** Attributes of what takes part beside the model: agents, tools, data sources, evaluations, protocols and the wire. */
export const genAiActorAttributes = {
  'gen_ai.agent.id': string('Identifier of an agent', ALWAYS),
  'gen_ai.agent.name': string('Name of an agent', ALWAYS),
  'gen_ai.agent.description': string('What an agent is for', ALWAYS),
  'gen_ai.agent.version': string('Version of an agent', SINCE_1_41),
  'gen_ai.workflow.name': string('Name of a workflow', SINCE_1_41),
  'gen_ai.tool.name': string('Name of a tool', ALWAYS),
  'gen_ai.tool.type': string('`function`, `extension` or `datastore`', ALWAYS),
  'gen_ai.tool.description': string('What a tool does', ALWAYS),
  'gen_ai.tool.call.id': string('Identifier of the call of a tool', ALWAYS),
  'gen_ai.tool.call.arguments': any('What a tool was called with; opt-in', SINCE_1_41),
  'gen_ai.tool.call.result': any('What a tool answered; opt-in', SINCE_1_41),
  'gen_ai.data_source.id': string('Identifier of a data source, as the provider has it', ALWAYS),
  'gen_ai.retrieval.query.text': string('What was searched for; opt-in', SINCE_1_41),
  'gen_ai.retrieval.documents': any('What was found; opt-in', SINCE_1_41),
  'gen_ai.retrieval.top_k': int('Number of documents asked for', LATEST),
  'gen_ai.evaluation.name': string('What is evaluated: `relevance`, …', SINCE_1_41),
  'gen_ai.evaluation.score.value': double('The score as a number', SINCE_1_41),
  'gen_ai.evaluation.score.label': string('The score as a word: `relevant`, `pass`, …', SINCE_1_41),
  'gen_ai.evaluation.explanation': string('Why this score', SINCE_1_41),
  'openai.api.type': string('`chat_completions` or `responses`', SINCE_1_41),
  'openai.request.service_tier': string('Service tier asked for', SINCE_1_41),
  'openai.response.service_tier': string('Service tier that answered', SINCE_1_41),
  'openai.response.system_fingerprint': string('Changes when the provider changes something', SINCE_1_41),
  'mcp.method.name': string('Method of the Model Context Protocol: `tools/call`, …', SINCE_1_41),
  'mcp.session.id': string('Session of the Model Context Protocol', SINCE_1_41),
  'mcp.protocol.version': string('Version of the Model Context Protocol', SINCE_1_41),
  'mcp.resource.uri': string('Resource that is read', SINCE_1_41),
  'error.type': string('What kind of error ended it: a status code, a class, `cancelled`, …', STABLE),
  'server.address': string('Host of the provider', STABLE),
  'server.port': int('Port of the provider; with `server.address`', STABLE),
};
