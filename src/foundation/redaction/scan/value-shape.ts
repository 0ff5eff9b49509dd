/** Texts in the place of a secret: a variable, a parameter, stars, a type, a word for nothing, an auditor's or a documentation's placeholder. */
const PLACEHOLDER =
  /^(?:\*{2,}|x{3,}|X{3,}|\.{3,}|…|•+|-+|_+|\?|<[^<>]{0,60}>|\$\{[^{}]{0,80}\}?|\{\{[^{}]{0,80}\}{0,2}|\{\d{0,2}\}|%[A-Z_]{1,60}%|%[sdj]|%\([a-z_]{1,30}\)s|\$[A-Z_][A-Z\d_]{0,60}|\$\d{1,3}|[:@][a-z_]{1,30}\d{0,2}|\$\([^()]{0,60}\)?|\[(?:redacted|filtered|hidden|masked|secret|removed|scrubbed|omitted|sensitive|protected|object|array|circular|function)[^\]]{0,30}\]?|(?:redacted|filtered|hidden|masked)|null|undefined|none|nil|nan|true|false|yes|no|on|off|n\/a|ok|string|str|number|boolean|bool|String!?|Boolean|object|any|unknown|text|varchar|int|integer|empty|blank|function|self|this|disabled|enabled|optional|input|sim|nao|não|sí|si|ninguno|ninguna|nenhum|nenhuma|nulo|value|val|include|omit|same-origin|latest|next|workspace:.{0,20}|your[_ -].{1,60}|#+|\W{0,4}(?:hidden|removed|redacted|masked|sanitized|sensitive|scrubbed|filtered|obfuscated|censored|withheld|suppressed)(?:[_ -][A-Za-z_ -]{0,60})?\W{0,4})$/i;

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** What people write behind «password:» and «the token is» when they speak of it. */
const PROSE =
  words(`required missing invalid expired must should shall will would can cannot may might not none null true false undefined empty failed fails fail wrong
  incorrect unexpected too the a an and or but is are was were be been has have had at least contains contain expected expects unchanged changed change valid weak strong
  medium good bad ok okay yes no never always only for from with without in on to of by this that it its your our their my please enter click type mismatch mismatched length
  minimum maximum characters optional default reset updated update deleted created rotated revoked rotate refresh refreshed stored set unset unknown given provided supplied
  found used active inactive basic bearer none identifier string number eof end start open close rotation disabled enabled pending denied rejected accepted ok short long
  hidden masked protected encrypted secure insecure out safe null public private needs need obtained received sent verified unverified correct matched matches
  obligatoria obligatorio requerida requerido incorrecta incorrecto invalida inválida invalido inválido caducada caducado vencida vencido debe la el los las una un
  es era no se su sus tu muy demasiado corta larga correcta correcto valida válida valido válido cambiada cambiado obrigatória obrigatorio obrigatória obrigatório
  incorreta incorreto inválida expirada expirado expirou deve o os as uma um é e não muito curta longa correta correto alterada alterado
  faltante ausente vazia vazio vacía vacío primaria primária foránea estrangeira publica pública`);

export function isPlaceholder(value: string): boolean {
  return value.length <= 100 && PLACEHOLDER.test(value);
}

export function isProse(word: string): boolean {
  return word.length <= 20 && PROSE.has(word.toLowerCase());
}

/** A sentence about the secret: three words or more, none with a digit in it, the first one that people begin such sentences with. */
export function isSentence(value: string): boolean {
  if (value.length > 300 || /\d{3}/.test(value)) return false;
  const parts = value.split(/\s+/, 4);
  return (
    parts.length >= 2 && isProse(parts[0] ?? '') && parts.every((part) => /^[\p{L}\d]{1,20}[.,:;!?]?$/u.test(part))
  );
}

const LETTERS = /\p{L}/u;
const DIGITS = /\d/;
const SYMBOLS = /[^\p{L}\d\s.,:;'"-]/u;
const HUMPS = /[a-z][A-Z]/;

/** Whether this is a word of no language: letters with digits or symbols among them, capitals in the middle, or very long. */
export function isLikely(value: string): boolean {
  const { length } = value;
  if (length < 5) return false;
  if (length > 200) return true;
  if (!LETTERS.test(value)) return DIGITS.test(value) && length >= 6 && !/^\d{1,4}[-/:.]\d{1,2}[-/:.T]/.test(value);
  if (DIGITS.test(value)) return true;
  return SYMBOLS.test(value) || HUMPS.test(value) || (length >= 24 && /^\S+$/.test(value));
}

const CODE =
  /^(?:this|[a-z_$][a-z\d]*(?:[A-Z][a-z\d]+)*|[A-Z][a-z]+|[A-Z_]+)(?:\??\.(?:[a-z_$][a-z]*(?:[A-Z][a-z]+)*|[A-Z][a-z]+|[A-Z_]+)){0,8}(?:\(.*|\[['"]?[\w-]*['"]?\]?)?$/;

/** Code, not a value: `req.body.password`, `getToken()`, `process.env.KEY`. */
export function isCode(value: string): boolean {
  return value.length <= 120 && /[.([]/.test(value) && !/\d{2}/.test(value.replace(/[([].*$/, '')) && CODE.test(value);
}

/** A path in a file system, as in PWD and TOKEN_FILE. */
export function isPath(value: string): boolean {
  return /^(?:~?\/|\.{1,2}\/|[A-Z]:\\)[\w./\\ -]{0,200}$/.test(value) && !/^\/[\w+]{20,}/.test(value);
}

/** A version of a package, or a range of versions. */
export function isVersion(value: string): boolean {
  return /^[~^<>=]{0,2}\s?v?\d{1,5}\.(?:\d{1,6}|x|\*)(?:\.(?:\d{1,14}|x|\*))?(?:[-+][\w.-]{1,60})?(?:\(.*|\s?\|\|.*|\s[<>=].*)?$/.test(
    value,
  );
}

const ACTIONS =
  /^(?:read|write|admin|manage|delete|create|list|view|edit|update|all|execute|rotate|import|export|owner|readonly|rw|ro|\*)$/;

/** What a scope allows: `api_keys:write`. */
export function isAction(value: string): boolean {
  return ACTIONS.test(value);
}

/** An object as it is printed: `android.os.BinderProxy@2bd79ce`, `0x7f3a…`, `Token{2bd79ce`. */
export function isHandle(value: string): boolean {
  return /^(?:(?:[a-z]\w*\.)+[A-Z][\w$]*@[\da-f]{4,16}|[A-Z][a-z]\w*@[\da-f]{6,8}|0x[\da-f]{1,16}|[A-Z]\w+\{[\da-f]{4,16}.*|S-1-\d[\d-]*|arn:.*|<[\w.]+ object at .*)$/.test(
    value,
  );
}

/** A name in code or configuration: `toolApprovalSecret`, `my_api_key`, `HIDDEN_DUE_TO_SECURITY`. */
export function isIdentifier(value: string): boolean {
  return (
    value.length <= 80 &&
    /^(?:[a-z]{2,}(?:[A-Z][a-z]+)+|(?:[A-Z][a-z]+){2,}|[a-z]+(?:_[a-z]+)+|[A-Z]+(?:_[A-Z]+)+)$/.test(value)
  );
}
