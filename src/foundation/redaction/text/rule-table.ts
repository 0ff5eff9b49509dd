import { KEY_RULES } from '../names/key-terms.ts';
import { KEY_WORDS, matchKeyValue } from '../names/key-value-matcher.ts';
import { matchBasic, matchBearer, matchDigest } from '../rules/authorization.ts';
import { IBAN_STARTS, matchIban } from '../rules/bank-accounts.ts';
import { matchCard } from '../rules/card-numbers.ts';
import { matchFlag, SHORT_FLAGS, TOOLS, toolMatcher } from '../rules/command-line.ts';
import { matchJwt } from '../rules/json-web-token.ts';
import { NATIONAL_IDS, nationalIdMatcher, SSN } from '../rules/national-ids.ts';
import { matchPem, matchPutty } from '../rules/pem-blocks.ts';
import { matchEmail, matchPhone, PHONE_STARTS } from '../rules/personal-data.ts';
import {
  awsMatcher,
  DISCORD_STARTS,
  matchDiscord,
  matchPlainVendor,
  PLAIN_VENDORS,
  skipMedia,
} from '../rules/special-tokens.ts';
import { matchIdentified, matchInsert } from '../rules/sql-literals.ts';
import {
  matchEncodedUserInfo,
  matchOracle,
  matchUserInfo,
  matchWebhookPath,
  WEBHOOKS,
  webhookMatcher,
} from '../rules/url-secrets.ts';
import { type VendorToken, vendorMatcher } from '../rules/vendor-token.ts';
import { AI_TOKENS, BUSINESS_TOKENS, CLOUD_TOKENS, DEVELOPER_TOKENS } from '../rules/vendor-tokens.ts';
import type { Matcher } from '../scan/scan.ts';

/** A keyword, in which 9 stands for any digit, and who looks at the text around it. */
export type KeywordRule = readonly [keyword: string, match: Matcher];

const VENDOR_TOKENS: readonly VendorToken[] = [...AI_TOKENS, ...BUSINESS_TOKENS, ...CLOUD_TOKENS, ...DEVELOPER_TOKENS];
/** Two letters begin too many words: the first hexadecimal digit makes a third. */
const HEX_STARTS = [...'9abcdef'];

function vendorRules(token: VendorToken): readonly KeywordRule[] {
  const match = token.rule === 'aws-key-id' ? awsMatcher(token) : vendorMatcher(token);
  const { prefix } = token;
  return prefix === 'SK' ? HEX_STARTS.map((c) => [prefix + c, match] as const) : [[prefix, match]];
}

const each = (keywords: readonly string[], match: Matcher): readonly KeywordRule[] =>
  keywords.map((keyword) => [keyword, match]);

/** Of two keywords that end at the same place the longer one is asked first, of equal ones the earlier. */
export const TEXT_RULES: readonly KeywordRule[] = [
  ...VENDOR_TOKENS.flatMap(vendorRules),
  ...each(DISCORD_STARTS, matchDiscord),
  ...each(PLAIN_VENDORS, matchPlainVendor),
  ['eyj', matchJwt],
  ['-----begin ', matchPem],
  ['-----begin+', matchPem],
  ['private-lines:', matchPutty],
  [';base64,', skipMedia],
  ['bearer', matchBearer],
  ['basic', matchBasic],
  ...each(['digest', 'aws9-hmac-sha256', 'oauth', 'hawk'], matchDigest),
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
  ...Object.keys(TOOLS).map((name): KeywordRule => [name, toolMatcher(name)]),
  ...each(SHORT_FLAGS, matchFlag),
  ...each(KEY_WORDS, matchKeyValue),
];

/** With `pii` only. */
export const PERSONAL_RULES: readonly KeywordRule[] = [
  ...each(['@', '%40'], matchEmail),
  ...NATIONAL_IDS.map((id): KeywordRule => [id.keyword, nationalIdMatcher(id)]),
  ...each(PHONE_STARTS, matchPhone),
];

const SHAPE_RULES =
  `aws-secret-key,discord-token,vendor-key,jwt,private-key-block,bearer-credential,basic-credential,digest-credential,url-credential,webhook-url,
  card-number,us-ssn,command-line`
    .split(',')
    .map((rule) => rule.trim());

/** The names that marks carry: docs/redaction.md lists them. */
export const RULE_NAMES: readonly string[] = [
  ...new Set([...KEY_RULES, 'custom-key', ...SHAPE_RULES, ...VENDOR_TOKENS.map(({ rule }) => rule), 'error', 'unread']),
];
export const PERSONAL_RULE_NAMES: readonly string[] = [
  'email',
  'phone',
  ...new Set(NATIONAL_IDS.map(({ rule }) => rule)),
];
