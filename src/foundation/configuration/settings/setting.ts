import type { ValueType } from './value-type.ts';

/** One value a user can set: its variables (most specific first), its type, its default, and what it means. */
export interface Setting<T> {
  readonly kind: 'setting';
  readonly variables: readonly string[];
  readonly type: ValueType<T>;
  readonly default: T;
  readonly about: string;
  /** Never shown: not in warnings, not by `otelier config`, not on `handle.config`. */
  readonly secret: boolean;
  /** A URL, which may carry credentials. */
  readonly url: boolean;
  /** The variables add up instead of replacing each other: records are merged, the most specific key wins. */
  readonly merge: boolean;
}

export interface SettingTree {
  readonly [name: string]: Setting<unknown> | SettingTree;
}

/** The values a tree of settings resolves to. */
export type ValuesOf<T> = T extends Setting<infer V> ? V : { readonly [K in keyof T]: ValuesOf<T[K]> };

export interface SettingOptions<D> {
  readonly variables: string | readonly string[];
  readonly default: D;
  readonly about: string;
  readonly secret?: boolean;
  readonly url?: boolean;
  readonly merge?: boolean;
}

/** Describes a setting. A default of `undefined` means: unset unless the user says otherwise. */
export function setting<T>(type: ValueType<T>, options: SettingOptions<NoInfer<T>>): Setting<T>;
export function setting<T>(
  type: ValueType<T>,
  options: SettingOptions<T | undefined> & { default: undefined },
): Setting<T | undefined>;
export function setting<T>(type: ValueType<T>, options: SettingOptions<T | undefined>): Setting<T | undefined> {
  const { variables, about, secret = false, url = false, merge = false } = options;
  return {
    kind: 'setting',
    variables: typeof variables === 'string' ? [variables] : variables,
    type,
    default: options.default,
    about,
    secret,
    url,
    merge,
  };
}

export function isSetting(node: Setting<unknown> | SettingTree): node is Setting<unknown> {
  return node.kind === 'setting';
}

/** Every setting of a tree with its dotted path. */
export function* eachSetting(tree: SettingTree, path: readonly string[] = []): Generator<[string, Setting<unknown>]> {
  for (const [name, node] of Object.entries(tree)) {
    if (isSetting(node)) yield [[...path, name].join('.'), node];
    else yield* eachSetting(node, [...path, name]);
  }
}
