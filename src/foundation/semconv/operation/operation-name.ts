import type { GenAiOperation } from './gen-ai-operation.ts';

/** The name of an operation's span. */
export function operationSpanName({
  operation,
  request,
  agent,
  tool,
  workflowName,
  dataSourceId,
}: GenAiOperation): string {
  switch (operation) {
    case 'execute_tool':
      return genAiSpanNames.executeTool(tool?.name);
    case 'invoke_agent':
      return genAiSpanNames.invokeAgent(agent?.name);
    case 'create_agent':
      return genAiSpanNames.createAgent(agent?.name);
    case 'invoke_workflow':
      return genAiSpanNames.invokeWorkflow(workflowName);
    case 'retrieval':
      return genAiSpanNames.retrieval(dataSourceId);
    default:
      return genAiSpanNames.inference(operation, request?.model);
  }
}

/** A name and its object, or the name alone when the object is not known. */
const nameOf = (what: string, object: string | undefined): string =>
  object === undefined || object === '' ? what : `${what} ${object}`;

/** Names of the spans of generative AI. https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/ */
export const genAiSpanNames = Object.freeze({
  /** `{operation.name} {request.model}`: `chat gpt-4o` */
  inference: (operation: string, model?: string): string => nameOf(operation, model),
  /** `embeddings {request.model}` */
  embeddings: (model?: string): string => nameOf('embeddings', model),
  /** `retrieval {data_source.id}` */
  retrieval: (dataSource?: string): string => nameOf('retrieval', dataSource),
  /** `execute_tool {tool.name}` */
  executeTool: (tool?: string): string => nameOf('execute_tool', tool),
  /** `create_agent {agent.name}` */
  createAgent: (agent?: string): string => nameOf('create_agent', agent),
  /** `invoke_agent {agent.name}` */
  invokeAgent: (agent?: string): string => nameOf('invoke_agent', agent),
  /** `invoke_workflow {workflow.name}` */
  invokeWorkflow: (workflow?: string): string => nameOf('invoke_workflow', workflow),
  /** `{mcp.method.name} {target}`: `tools/call get_weather` */
  mcp: (method: string, target?: string): string => nameOf(method, target),
});
