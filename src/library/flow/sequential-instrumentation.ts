import type { FlowRecorder } from './flow-recorder.ts';
import { NodeNames, ownName } from './node-names.ts';
import { OverriddenMethods } from './overridden-methods.ts';
import type { Flow } from './sequential-flow.ts';

export function isSequentialFlow(flow: object): flow is Flow {
  const { nodes, execute } = flow as Record<string, unknown>;
  return typeof execute === 'function' && Array.isArray(nodes);
}

export function instrumentSequentialFlow(flow: object, recorder: FlowRecorder): OverriddenMethods {
  const methods = new OverriddenMethods(recorder);
  const names = new NodeNames();
  const execute = {
    execute: (original: (...args: unknown[]) => unknown) =>
      function (this: unknown, ...args: unknown[]) {
        const run = async (): Promise<unknown> => original.apply(this, args);
        return recorder.isOn ? recorder.flow(ownName(flow), {}, run) : run();
      },
  };
  methods.override(flow, execute, { isRoot: true });
  for (const node of new Set((flow as Flow).nodes)) {
    const name = names.of(node);
    methods.override(node, {
      exec: (original) =>
        function (this: unknown, ...args) {
          if (!recorder.isRunning) return original.apply(this, args);
          return recorder.node(name, {}, args[0], async () => original.apply(this, args));
        },
    });
  }
  return methods;
}
