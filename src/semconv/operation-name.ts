import type { GenAiOperation } from './gen-ai-operation.ts';
import { genAiSpanNames } from './span-names.ts';

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
