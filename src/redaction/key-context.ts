const words = (text: string): ReadonlySet<string> => new Set(text.split(/[\s,]+/));

/** Left out of a name before it is looked at: `clave de acceso`, `senha_do_banco`. */
export const CONNECTIVES = words('de del do da dos das la el las los o os a as the of');

/** What comes last in a name that is about a secret but holds none: when it was changed, what it is called. */
export const ABOUT =
  words(`count counts counter limit limits type types id ids name names names url urls uri uris endpoint endpoints path paths length len size sizes
  expiry expires expire expiration expired at on in date time timestamp timeout ttl age policy policies field fields reset changed change updated update enabled
  disabled required requirements valid validity validation validator invalid present set version versions status state algorithm alg algo hint strength rotation rotated
  manager provider providers file files filename dir directory location usage used budget bucket rate ratio cost costs price prompt page link form input label placeholder
  error errors failed failure message attempts attempt history method methods mode scheme schemes format pattern regex schema class created issued last next header
  prefix suffix arn ref reference spec column columns table index kind source scope scopes issuer audience domain consent banner secure samesite
  service server store vault engine ms seconds sec secs minutes days hours per score complexity confirmation_required required_at mount mounts caducidad expiracion expiracao
  tipo nombre nome fecha data longitud tamanho cantidad quantidade total ruta caminho arquivo archivo obligatoria incorrecta invalida protected auth_method
  generator generation verified verification flow handler helper module package parameter param params option options exists is missing not found success
  available check checks checked checker checking event events`);

/** What comes first in a name that is about a secret but holds none. */
export const ASKING =
  words(`has is are was use uses using num number n total count max min avg mean sum show hide require requires required need needs allow allows enable disable
  missing invalid forgot forgotten supports can should must tiene usa requiere tem exige falta skip ignore without no not validate verify`);

/** Before `token` or `tokens`: those of a text, a page or a grammar. */
export const TEXT_TOKENS =
  words(`first inter per next page continuation max min total input output prompt completion stop eos bos pad unk mask cls special sync cancellation cancel to each last
  start end delim syntax cached reasoning audio text generated usage pagination nextpage previous prev unexpected content thinking gen ai resume sequence lex time
  primary foreign partition sort cache routing idempotency public`);

/** Behind `token`, `cookie` and the like: still the secret itself. */
export const SAME =
  words(`value values val secret key prod production dev development staging stage test testing live sandbox raw plain plaintext text hash hashed old new current
  previous primary secondary backup default main root admin user client server app api json base64 b64 encoded string str data b encrypted enc
  local remote master slave read write readonly db database web bot internal external github gitlab slack aws azure gcp google confirm confirmation again repeat
  banco usuario cliente administrador servidor acceso acesso actual nueva nova antigua antiga valor`);
