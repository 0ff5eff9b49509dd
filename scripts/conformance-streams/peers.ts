import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { installPeer } from '../../bench/startup/peers.ts';
import { FORMS } from '../../test/conformance/subjects.ts';
import type { Tried } from './tried.ts';

/** Another instrumentation of the same SDKs. */
export interface StreamPeer {
  readonly name: string;
  readonly packages: Readonly<Record<string, string>>;
  /** Parts of the names of the SDKs that it is for, whichever of their versions it supports. */
  readonly sdks: readonly string[];
  /** Its class, by package. */
  readonly instrumentations: Readonly<Record<string, string>>;
  /** Its loader hook breaks ESM programs on this Node, and its README does without. @default false */
  readonly isForCommonJsOnly?: boolean;
}

const SDK = {
  '@opentelemetry/api': '1.10.0',
  '@opentelemetry/context-async-hooks': '3.1.0',
  '@opentelemetry/otlp-transformer': '0.301.0',
  '@opentelemetry/sdk-trace': '3.1.0',
};

export const PEERS: readonly StreamPeer[] = [
  {
    name: 'official',
    packages: {
      '@opentelemetry/instrumentation-openai': '0.22.0',
      '@opentelemetry/instrumentation': '0.300.0',
      ...SDK,
    },
    sdks: ['openai'],
    instrumentations: { '@opentelemetry/instrumentation-openai': 'OpenAIInstrumentation' },
  },
  {
    name: 'OpenLLMetry',
    packages: {
      '@traceloop/instrumentation-openai': '0.27.0',
      '@traceloop/instrumentation-anthropic': '0.27.0',
      '@opentelemetry/instrumentation': '0.203.0',
      ...SDK,
    },
    sdks: ['openai', 'Anthropic'],
    instrumentations: {
      '@traceloop/instrumentation-openai': 'OpenAIInstrumentation',
      '@traceloop/instrumentation-anthropic': 'AnthropicInstrumentation',
    },
  },
  {
    name: 'OpenInference',
    packages: {
      '@arizeai/openinference-instrumentation-openai': '4.2.7',
      '@arizeai/openinference-instrumentation-anthropic': '0.2.8',
      '@opentelemetry/instrumentation': '0.46.0',
      ...SDK,
    },
    sdks: ['openai', 'Anthropic'],
    isForCommonJsOnly: true,
    instrumentations: {
      '@arizeai/openinference-instrumentation-openai': 'OpenAIInstrumentation',
      '@arizeai/openinference-instrumentation-anthropic': 'AnthropicInstrumentation',
    },
  },
];

/** A peer in its own folder outside of the repository, with what starts it; undefined where there is none, or it cannot be had. */
export function installedPeer(name: string): Tried | undefined {
  const peer = PEERS.find((each) => each.name === name);
  const folder = peer && installPeer({ name: `streams-${peer.name}`, packages: peer.packages, args: [] });
  if (peer === undefined || folder === undefined) return undefined;
  const module = path.join(folder, 'register.mjs');
  copyFileSync(path.join(import.meta.dirname, 'peer-register.mjs'), module);
  const isForCommonJsOnly = peer.isForCommonJsOnly === true;
  const env = {
    PEER_INSTRUMENTATIONS: JSON.stringify(peer.instrumentations),
    PEER_HOOK: isForCommonJsOnly ? 'no' : 'yes',
  };
  return {
    name: `${peer.name} ${Object.values(peer.packages)[0]}`,
    nodeOptions: ['--import', module],
    env,
    isElsewhere: true,
    sdks: peer.sdks,
    forms: isForCommonJsOnly ? ['CJS'] : FORMS,
  };
}
