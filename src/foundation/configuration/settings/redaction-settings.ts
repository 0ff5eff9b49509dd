import { boolean, oneOf, patterns, setting, text, textList } from './setting.ts';

/** What is removed before anything leaves the process. docs/redaction.md */
export const redactionSettings = {
  mode: setting(oneOf('mask', 'hash', 'remove', 'off'), {
    variables: 'OTELIER_REDACTION',
    default: 'mask',
    about: 'what becomes of secrets: `[REDACTED:<rule>]`, a keyed digest, or nothing; `off` exports them',
  }),
  keys: setting(textList, {
    variables: 'OTELIER_REDACT_KEYS',
    default: [],
    about: 'names of further keys whose values are secrets; `/…/` is a regular expression',
  }),
  allowKeys: setting(textList, {
    variables: 'OTELIER_REDACT_ALLOW_KEYS',
    default: [],
    about: 'names of keys whose values are left as they are',
  }),
  patterns: setting(patterns, {
    variables: 'OTELIER_REDACT_PATTERNS',
    default: [],
    about: 'further secrets by their shape',
  }),
  pii: setting(boolean, {
    variables: 'OTELIER_REDACT_PII',
    default: false,
    about: 'e-mail addresses, phone numbers and national ids are secrets, too',
  }),
  hashKey: setting(text, {
    variables: 'OTELIER_REDACT_HASH_KEY',
    default: undefined,
    secret: true,
    about: 'key of the digests: the same secret has the same digest in all processes; default: random',
  }),
  console: setting(boolean, {
    variables: 'OTELIER_REDACT_CONSOLE',
    default: true,
    about: "winston's and pino's own output is redacted, too",
  }),
};
