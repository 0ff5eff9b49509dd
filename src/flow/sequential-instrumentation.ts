import type { FlowRecorder } from './flow-recorder.ts';
import { NodeNames, ownName } from './node-names.ts';
import { OverriddenMethods } from './overridden-methods.ts';
import type { Flow } from './sequential-flow.ts';

export function isSequentialFlow(flow: object): flow is Flow {
  const { nodes, execute } = flow as Record<string, unknown>;
  return typeof execute === 'function' && Array.isArray(nodes);
}

export function instrumentSequentialFlow(flow: object, recorder: FlowRecorder): OverriddenMethods {
  const methods = new OverriddenMethods();
  const names = new NodeNames();
  methods.override(flow, {
    execute: (original) =>
      function (this: unknown, ...args) {
        const run = async (): Promise<unknown> => original.apply(this, args);
        return recorder.isOn ? recorder.flow(ownName(flow), {}, run) : run();
      },
  });
  for (const node of new Set((flow as Flow).nodes)) {
    const name = names.of(node);
    methods.override(node, {
      exec: (original) =>
        function (this: unknown, shared) {
          if (!recorder.isRunning) return original.call(this, shared);
          return recorder.node(name, {}, shared, async () => original.call(this, shared));
        },
    });
  }
  return methods;
}
