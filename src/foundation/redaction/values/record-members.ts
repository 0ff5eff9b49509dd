import { isRandom } from '../scan/randomness.ts';
import type { NameJudge, NameVerdict } from '../scan/scan.ts';
import { isLikely } from '../scan/value-shape.ts';

type Role = 'name' | 'value' | 'kty' | 'kind' | 'grant' | 'model';

const roles = (role: Role, names: string): readonly (readonly [string, Role])[] =>
  names.split(' ').map((name) => [name, role] as const);

/** Members that say what the other members of their object are. */
const ROLES: ReadonlyMap<string, Role> = new Map([
  ...roles(
    'name',
    'name key header field param parameter k Name Key nome nombre clave variable option setting ParameterKey parameterKey OptionName ParameterName Header fieldName keyName headerName envName parameterName attributeName propertyName settingName optionName configKey variableName varName secretName paramName attribute property argument',
  ),
  ...roles(
    'value',
    'value val v content Value valor values ParameterValue parameterValue OptionValue secretString fieldValue headerValue stringValue envValue default defaultValue parameterValue attributeValue propertyValue settingValue optionValue configValue variableValue varValue secretValue paramValue keyValue plaintext',
  ),
  ['kty', 'kty'],
  ['kind', 'kind'],
  ['grant_type', 'grant'],
  ['grantType', 'grant'],
  ...roles(
    'model',
    'logprob logprobs top_logprobs topLogprobs log_probability token_id thinking thought thoughtSignature',
  ),
]);

const MAX_RECORD_MEMBERS = 12;
const JWK_PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']);
const SECRET: NameVerdict = { rule: 'secret', needs: 'any' };
const PRIVATE_KEY: NameVerdict = { rule: 'private-key', needs: 'any' };
const CODE: NameVerdict = { rule: 'one-time-code', needs: 'likely' };

/** What the members of an object say of each other: a verdict, or `null` for a member that is none of a secret whatever its name. */
export type MemberVerdicts = (name: string) => NameVerdict | null | undefined;

type Read = (name: string) => unknown;

/** `{ name: 'Authorization', value: '…' }` */
function pairVerdict(names: NameJudge, members: readonly string[], read: Read): NameVerdict | undefined {
  if (members.length > MAX_RECORD_MEMBERS) return undefined;
  for (const member of members) {
    if (ROLES.get(member) !== 'name') continue;
    const name = read(member);
    if (typeof name === 'string' && name.length < 100) {
      const verdict = names.judge(name);
      if (verdict !== undefined) return verdict;
    }
  }
  return undefined;
}

/** Undefined for most objects, whose members say nothing of each other. */
export function memberVerdicts(names: NameJudge, members: readonly string[], read: Read): MemberVerdicts | undefined {
  let found: MemberVerdicts | undefined;
  for (const member of members) {
    switch (ROLES.get(member)) {
      case 'value':
        return valueVerdicts(pairVerdict(names, members, read)) ?? found;
      case 'kty':
        return (name) => (JWK_PRIVATE.has(name) ? PRIVATE_KEY : undefined);
      case 'kind':
        if (read('kind') === 'Secret') return (name) => (name === 'data' || name === 'stringData' ? SECRET : undefined);
        break;
      case 'grant':
        found = (name) => (/^(?:code|device_?code|assertion)$/i.test(name) ? CODE : undefined);
        break;
      case 'model':
        found = (name) => (name === 'token' || name === 'signature' ? null : undefined);
        break;
      default:
    }
  }
  return found;
}

function valueVerdicts(verdict: NameVerdict | undefined): MemberVerdicts | undefined {
  return verdict === undefined ? undefined : (name) => (ROLES.get(name) === 'value' ? verdict : undefined);
}

const ARGUMENTS = /arg|argv|command|cmd|headers?$/i;
const FLAG = /^--?[\w-]{2,60}$/;

/** What an item of a list says of the next: `--password`, `x-api-key` in a list of headers, the first of two. */
export function itemVerdict(
  names: NameJudge,
  key: string,
  before: unknown,
  item: unknown,
  isPair: boolean,
): NameVerdict | undefined {
  if (typeof before !== 'string' || typeof item !== 'string' || before.length > 100) return undefined;
  const isFlag = FLAG.test(before) && !item.startsWith('-');
  if (!isFlag && !/^[\p{L}][\p{L}\d_.-]{1,80}$/u.test(before)) return undefined;
  const verdict = names.judge(before);
  if (verdict === undefined) return undefined;
  const isNamed = isFlag || (isPair && isLikely(item)) || (ARGUMENTS.test(key) && isLikely(item));
  return isNamed || isRandom(item) ? verdict : undefined;
}

const ABOUT =
  /^(?:(?:user|usuario|usuário|email|mail|login|account|client|host|port|region|scope|type|kind|name|nome|nombre|id|expir|created|updated|provider|enabled|status|count|version|algorithm|path|domain|url|header|field|param|key)(?:[-_ ]?(?:name|id|s|at|in|address|e|y))?)$/i;

/** Names of what is no secret itself in an object whose name says secret: `credentials.region`. */
export function isAbout(key: string): boolean {
  return ABOUT.test(key);
}
