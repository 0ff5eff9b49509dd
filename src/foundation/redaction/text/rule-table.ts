import { matchNamedSecret, NAME_WORDS } from '../names/named-secret.ts';
import { NAME_RULES } from '../names/secret-terms.ts';
import { matchBasic, matchBearer, matchHeaderList, matchParameters } from '../rules/authorization.ts';
import { IBAN_STARTS, matchIban } from '../rules/bank-accounts.ts';
import { matchCard } from '../rules/card-numbers.ts';
import { COMMAND_RULES } from '../rules/command-line.ts';
import { matchJsonWebKey } from '../rules/json-web-key.ts';
import { matchJwt } from '../rules/json-web-token.ts';
import { matchKubernetesSecret } from '../rules/kubernetes-secret.ts';
import { NATIONAL_IDS, nationalIdMatcher, SSN } from '../rules/national-ids.ts';
import { ONE_TIME_LINK_RULES } from '../rules/one-time-links.ts';
import { PASSWORD_HASH_RULES } from '../rules/password-hashes.ts';
import { matchEncodedPem, matchPem, matchPemEnd, matchPutty } from '../rules/pem-blocks.ts';
import { matchEmail, matchPhone, PHONE_STARTS } from '../rules/personal-data.ts';
import { PROTOCOL_RULES } from '../rules/protocol-commands.ts';
import {
  awsMatcher,
  DISCORD_STARTS,
  KIND_PARTS,
  lookCloser,
  MAILGUN_STARTS,
  matchAsana,
  matchDiscord,
  matchKindPart,
  matchMailgun,
  matchPlainVendor,
  PLAIN_VENDORS,
  skipMedia,
} from '../rules/special-tokens.ts';
import { matchCrypt, matchIdentified, matchInsert } from '../rules/sql-literals.ts';
import {
  matchEncodedUserInfo,
  matchOracle,
  matchUserInfo,
  matchWebhookPath,
  WEBHOOKS,
  webhookMatcher,
} from '../rules/url-secrets.ts';
import { type VendorToken, vendorMatcher } from '../rules/vendor-token.ts';
import { VENDOR_TOKENS } from '../rules/vendor-tokens.ts';
import type { Matcher } from '../scan/scan.ts';

/** A keyword, in which 9 is any digit, and the matcher that looks at the text around it. */
export type KeywordRule = readonly [keyword: string, match: Matcher];

/** Two letters begin too many words: the first hexadecimal digit makes a third. */
const HEX_STARTS = [...'9abcdef'];

function vendorRules(token: VendorToken): readonly KeywordRule[] {
  const match = token.rule === 'aws-key-id' ? awsMatcher(token) : vendorMatcher(token);
  const { prefix } = token;
  return prefix === 'SK' ? HEX_STARTS.map((c) => [prefix + c, match] as const) : [[prefix, match]];
}

const each = (keywords: readonly string[], match: Matcher): readonly KeywordRule[] =>
  keywords.map((keyword) => [keyword, match]);

/** Of two keywords that end at the same place the longer one comes first, of equal ones the earlier. */
export const TEXT_RULES: readonly KeywordRule[] = [
  ...VENDOR_TOKENS.flatMap(vendorRules),
  ...each(DISCORD_STARTS, matchDiscord),
  ...each(PLAIN_VENDORS, matchPlainVendor),
  ['eyj', matchJwt],
  ['-----begin ', matchPem],
  ['-----begin+', matchPem],
  ['-----end ', matchPemEnd],
  ['ls9tls9crudjti', matchEncodedPem],
  ['private-lines:', matchPutty],
  ['kind', matchKubernetesSecret],
  ['kty', matchJsonWebKey],
  [';base64,', skipMedia],
  ...each(KIND_PARTS, matchKindPart),
  ...each(MAILGUN_STARTS, matchMailgun),
  ['9999999:9', matchAsana],
  ...[...'abcdef'].map((letter): KeywordRule => [`9999999:${letter}`, matchAsana]),
  ...PASSWORD_HASH_RULES,
  ...PROTOCOL_RULES,
  ...ONE_TIME_LINK_RULES,
  ...each(['\\u99', '\\x9', '%9f', '%9a'], lookCloser),
  ['_headers=', matchHeaderList],
  ['bearer', matchBearer],
  ['basic', matchBasic],
  ...each(['digest', 'aws9-hmac-sha256', 'oauth', 'hawk'], matchParameters),
  ['://', matchUserInfo],
  [':\\/\\/', matchUserInfo],
  ['%3a%2f%2f', matchEncodedUserInfo],
  ...WEBHOOKS.map((prefix): KeywordRule => [prefix, webhookMatcher(prefix)]),
  ...each(['/webhook', '/hooks'], matchWebhookPath),
  ...each(['oracle:thin:', 'sqlplus '], matchOracle),
  ...each(['99999999', '9999 9999', '9999-9999', '9999 999999', '9999-999999'], matchCard),
  ...each(IBAN_STARTS, matchIban),
  [SSN.keyword, nationalIdMatcher(SSN)],
  ...each(['insert into', 'replace into'], matchInsert),
  ['identified', matchIdentified],
  ['crypt', matchCrypt],
  ...COMMAND_RULES,
  ...each(NAME_WORDS, matchNamedSecret),
];

/** With `pii` only. */
export const PERSONAL_RULES: readonly KeywordRule[] = [
  ...each(['@', '%40'], matchEmail),
  ...NATIONAL_IDS.map((id): KeywordRule => [id.keyword, nationalIdMatcher(id)]),
  ...each(PHONE_STARTS, matchPhone),
];

const SHAPE_RULES =
  `aws-secret-key,discord-token,vendor-key,jwt,private-key-block,bearer-credential,basic-credential,digest-credential,url-credential,webhook-url,
  card-number,us-ssn,command-line,protocol-command,one-time-link,password-hash`
    .split(',')
    .map((rule) => rule.trim());

/** The names in placeholders: docs/redaction.md lists them. */
export const RULE_NAMES: readonly string[] = [
  ...new Set([
    ...NAME_RULES,
    'custom-key',
    ...SHAPE_RULES,
    ...VENDOR_TOKENS.map(({ rule }) => rule),
    'error',
    'unread',
  ]),
];
export const PERSONAL_RULE_NAMES: readonly string[] = [
  'email',
  'phone',
  ...new Set(NATIONAL_IDS.map(({ rule }) => rule)),
];
