// A supervisor that hands questions to workers, as a LangGraph: `npm run example:flow`, or, with a Collector on localhost:4318,
// node --import ./register.ts examples/flow/supervisor.ts
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { instrumentFlow, MonitoringNode } from '../../src/public/flow.ts';
import { getMonitor } from '../../src/public/index.ts';

const State = Annotation.Root({
  question: Annotation<string>(),
  answers: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  MonitoringNode: Annotation<{ stats: object } | undefined>({ reducer: (_, b) => b, default: () => undefined }),
});
type State = typeof State.State;

const monitor = getMonitor({ serviceName: 'supervisor' });

/** A tool, as an agent framework would call one: what runs inside of a node is below that node's span. */
const tool = (name: string, run: () => string): Promise<string> =>
  monitor.tracer.span(
    `execute_tool ${name}`,
    { attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name } },
    async () => run(),
  );

const graph = instrumentFlow(
  new StateGraph(State)
    .addNode('supervisor', async () => ({}))
    .addNode('calculator', async () => ({ answers: [await tool('multiply', () => String(6 * 7))] }))
    .addNode('librarian', async ({ question }) => ({
      answers: [await tool('search', () => `3 pages about "${question}"`)],
    }))
    .addNode('MonitoringNode_step', new MonitoringNode({ monitor }).asLangGraphNode())
    .addEdge(START, 'supervisor')
    .addConditionalEdges(
      'supervisor',
      ({ question, answers }: State) => {
        if (answers.length > 1) return 'done';
        return answers.length === 1 || !/\d/.test(question) ? 'look up' : 'calculate';
      },
      { 'look up': 'librarian', calculate: 'calculator', done: 'MonitoringNode_step' },
    )
    .addEdge('calculator', 'supervisor')
    .addEdge('librarian', 'supervisor')
    .addEdge('MonitoringNode_step', END)
    .compile({ name: 'support' }),
  { monitor },
);

const { answers } = await graph.invoke({ question: 'what is 6 times 7' });
console.log(answers.join('; '));
for (const node of ['supervisor', 'calculator', 'librarian'])
  console.log(`${node}: ${monitor.metrics.getCounterValue('flow.node.executions', { node })} executions`);
