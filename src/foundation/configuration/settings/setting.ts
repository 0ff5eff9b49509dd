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

import { isAbsolute } from 'node:path';

/** What parsing a text gave: a value, a problem worth a warning, or both (a list of which some items were skipped). */
export interface Parsed<T> {
  readonly value?: T;
  readonly problem?: string;
  /** The text itself must not be shown. */
  readonly isSecret?: boolean;
}

/** How the text of an environment variable becomes a value. */
export interface ValueType<T> {
  /** Completes "expected …" in a warning and stands in the table of variables. */
  readonly expected: string;
  parse(text: string): Parsed<T>;
}

/** Any text that is not blank. */
export const text: ValueType<string> = { expected: 'text', parse: (value) => ({ value }) };

/** The path of a file. The text of a key instead of its path is a mistake that must not end in a log. */
export const filePath: ValueType<string> = {
  expected: 'the path of a file',
  parse: (value) => (/[\r\n]|-----BEGIN/.test(value) ? { isSecret: true } : { value }),
};

/** The path of a folder. A relative one would name another folder each time the application is started from another place. */
export const folderPath: ValueType<string> = {
  expected: 'the absolute path of a folder',
  parse: (value) => (isAbsolute(value) && !/\p{Cc}/u.test(value) ? { value } : {}),
};

/** The URL of an HTTP server. */
export const httpUrl: ValueType<string> = {
  expected: 'an http:// or https:// URL',
  parse: (value) => (isHttpUrl(URL.parse(value)) ? { value } : {}),
};

/** `true` or `false`, in any case. https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#boolean-value */
export const boolean: ValueType<boolean> = {
  expected: 'true or false',
  parse(value) {
    const lower = value.toLowerCase();
    return lower === 'true' || lower === 'false' ? { value: lower === 'true' } : {};
  },
};

/** Switches of Node's own: `1` is on, and anything else is off. */
export const nodeSwitch: ValueType<boolean> = { expected: '1', parse: (value) => ({ value: value === '1' }) };

/** One of the given words, in any case. */
export function oneOf<const T extends string>(...allowed: readonly T[]): ValueType<T> {
  return {
    expected: `one of ${allowed.join(', ')}`,
    parse(value) {
      const found = allowed.find((item) => item === value.toLowerCase());
      return found === undefined ? {} : { value: found };
    },
  };
}

/**
 * A comma list of the given words, in any case, each kept once. Unknown words are skipped with a warning;
 * when none is left the default takes over. `none` stands alone: beside others it wins, with a warning.
 */
export function listOf<const T extends string>(...allowed: readonly T[]): ValueType<readonly T[]> {
  const expected = `a comma list of ${allowed.join(', ')}`;
  return {
    expected,
    parse(value) {
      const items = [...new Set(splitList(value).map((item) => item.toLowerCase()))];
      const known = items.filter((item): item is T => (allowed as readonly string[]).includes(item));
      if (known.length === 0) return {};
      if (known.length > 1 && known.includes('none' as T))
        return { value: ['none' as T], problem: 'none switches the others off' };
      return known.length === items.length ? { value: known } : { value: known, problem: 'unknown items are skipped' };
    },
  };
}

/** A comma list of any texts. */
export const textList: ValueType<readonly string[]> = {
  expected: 'a comma list',
  parse: (value) => ({ value: splitList(value) }),
};

/** A regular expression with its name, as text: what is frozen cannot be searched with. */
export interface NamedPattern {
  readonly name: string;
  readonly pattern: string;
}

/** Regular expressions: a comma list, or a JSON array for those with a comma in them. Broken ones are skipped with a warning. */
export const patterns: ValueType<readonly NamedPattern[]> = {
  expected: 'a comma list or a JSON array of regular expressions',
  parse(value) {
    const texts = value.startsWith('[') ? parseTexts(value) : splitList(value);
    const usable = texts?.filter(isRegExp) ?? [];
    if (texts === undefined || usable.length === 0) return {};
    const named = usable.map((pattern, index) => ({ name: `pattern_${index + 1}`, pattern }));
    return usable.length === texts.length ? { value: named } : { value: named, problem: 'broken ones are skipped' };
  },
};

function parseTexts(json: string): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isRegExp(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

export interface NumberRange {
  readonly min: number;
  readonly max?: number;
  readonly unit?: string;
}

/** A whole number in a range. */
export function integer({ min, max = Number.MAX_SAFE_INTEGER, unit }: NumberRange): ValueType<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `>= ${min}` : `from ${min} to ${max}`;
  return {
    expected: `a whole number ${range}${unit === undefined ? '' : `, in ${unit}`}`,
    parse: (value) => (/^[+-]?\d+$/.test(value) ? inRange(Number(value), min, max) : {}),
  };
}

/** A number in a range. */
export function decimal({ min, max = Number.POSITIVE_INFINITY, unit }: NumberRange): ValueType<number> {
  const range = max === Number.POSITIVE_INFINITY ? `>= ${min}` : `from ${min} to ${max}`;
  return {
    expected: `a number ${range}${unit === undefined ? '' : `, in ${unit}`}`,
    parse: (value) => inRange(Number(value), min, max),
  };
}

/**
 * A comma list of key=value, values percent-encoded, as in W3C baggage. A broken pair spoils the whole list, as the specification asks:
 * https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable
 */
export const keyValues: ValueType<Readonly<Record<string, string>>> = {
  expected: 'a comma list of key=value with percent-encoded values',
  parse(value) {
    const record: Record<string, string> = {};
    for (const pair of splitList(value)) {
      const equals = pair.indexOf('=');
      const key = pair.slice(0, Math.max(equals, 0)).trim();
      const decoded = percentDecode(pair.slice(equals + 1).trim());
      if (key === '' || decoded === undefined) return {};
      record[percentDecode(key) ?? key] = decoded;
    }
    return { value: record };
  },
};

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** What frames the message itself: a value of the user's own would make every export fail. */
const FRAMING = /^(connection|content-(encoding|length|type)|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A comma list of name=value that HTTP can carry; values percent-encoded or plain. A broken pair is skipped: the others may hold the API key. */
export const headers: ValueType<Readonly<Record<string, string>>> = {
  expected: 'a comma list of name=value',
  parse(value) {
    const pairs = splitList(value).map((pair) => {
      const [, name = '', raw = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
      return [name.trim(), percentDecode(raw.trim()) ?? raw.trim()] as const;
    });
    const usable = pairs.filter(
      ([name, text]) => HEADER_NAME.test(name) && !FRAMING.test(name) && HEADER_VALUE.test(text),
    );
    if (usable.length === 0) return {};
    const record = Object.fromEntries(usable);
    return usable.length === pairs.length
      ? { value: record }
      : {
          value: record,
          problem: pairs.some(([name]) => FRAMING.test(name))
            ? 'headers that frame the message are skipped'
            : 'broken pairs are skipped',
        };
  },
};

/** The longest delay a timer can take; more would fire at once. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
export const MAX_TIMER_MILLIS = 2_147_483_647;

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Whether a parsed URL is that of an HTTP server. */
export function isHttpUrl(url: URL | null): url is URL {
  return url !== null && /^https?:$/.test(url.protocol) && url.host !== '';
}

function inRange(value: number, min: number, max: number): Parsed<number> {
  return Number.isFinite(value) && value >= min && value <= max ? { value } : {};
}

function percentDecode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
