import type { GenAiOperation } from './gen-ai-operation.ts';

/** Tools, agents and workflows of some libraries are known by the name of their span alone. */
export function namedBy(
  operation: string,
  name: string,
  { tool, agent }: Partial<GenAiOperation> = {},
): Partial<GenAiOperation> {
  switch (operation) {
    case 'execute_tool':
      return { tool: { ...tool, name } };
    case 'invoke_agent':
      return { agent: { ...agent, name } };
    case 'invoke_workflow':
      return { workflowName: name };
    default:
      return {};
  }
}
