import type { NameVerdict } from '../scan/scan.ts';

/** What names a secret, as words in lower case without accents, connectives (`de`, `do`, `del`) left out; by rule. English, Spanish, Portuguese. */
const TERMS: readonly (readonly [rule: string, needs: NameVerdict['needs'], terms: string])[] = [
  [
    'password',
    'any',
    `password,passwords,passwd,pwd,psw,pswd,passwrd,passphrase,passphrases,passcode,pass phrase,pass word,pass code,pw,rootpw,
     contrasena,contrasenas,contrasenia,contrasinal,clave acceso,clave secreta,clave usuario,clave admin,senha,senhas,palavra passe,codigo acesso,
     parola,keystore pass,mot passe`,
  ],
  ['password', 'likely', 'pass,clave,pasword,passwort'],
  [
    'secret',
    'any',
    `secret,secrets,secreto,secretos,segredo,segredos,frase secreta,palabra secreta,palavra secreta,seed phrase,mnemonic,recovery phrase,
     recovery code,recovery codes,backup code,backup codes,hmac,password pepper`,
  ],
  ['secret', 'random', 'pepper,salt key'],
  ['secret', 'uuid', 'secret id'],
  [
    'api-key',
    'any',
    `api key,api keys,apikey,apikeys,access key,access keys,accesskey,account key,accountkey,secret key,secretkey,shared key,sharedkey,auth key,
     authkey,app key,appkey,application key,consumer key,client key,subscription key,service key,functions key,function key,admin key,
     server key,deploy key,license key,licence key,integration key,ingest key,ingestion key,insert key,write key,webhook key,master key,masterkey,
     host password,openai key,anthropic key,stripe key,aws key,azure key,gemini key,google key,maps key,sendgrid key,mailgun key,twilio key,groq key,
     cohere key,mistral key,deepgram key,elevenlabs key,datadog key,dd key,relic key,honeycomb key,sentry key,algolia key,pinecone key,heroku key,
     openrouter key,sharedaccesskey,sharedsecretkey,chave api,chave acesso,chave secreta,chave mestra,clave api,llave api,llave acceso,
     llave secreta,llave maestra,clave maestra,key api,api token,apitoken,api secret,rapidapi key,honeycomb team,honeycomb dataset key,
     instrumentation key,instrumentationkey,ikey,i key,helicone auth,aig authorization,sentry auth,query key,insights key,plex token,sf token,ingest token,
     uptrace dsn,license code`,
  ],
  [
    'private-key',
    'any',
    `private key,private keys,privatekey,private pem,signing key,signingkey,sign key,encryption key,encryptionkey,encrypt key,decryption key,crypto key,
     cipher key,session key,ssh key,sshkey,rsa key,aes key,hmac key,jwt key,jwk,tls key,ssl key,pgp key,gpg key,host key,root key,vapid key,token key,
     cookie key,key material,wallet key,clave privada,llave privada,chave privada,clave cifrado,llave cifrado,clave encriptacion,llave encriptacion,
     chave criptografia,chave encriptacao,clave firma`,
  ],
  [
    'token',
    'any',
    `access token,accesstoken,refresh token,refreshtoken,id token,idtoken,auth token,authtoken,bearer token,bearertoken,security token,
     session token,sessiontoken,csrf token,csrftoken,xsrf token,xsrftoken,csrf,xsrf,user token,usertoken,bot token,service token,admin token,
     access tokens,refresh tokens,auth tokens,api tokens,session tokens,personal token,oauth token,jwt token,device token,push token,registration token,
     deploy token,vault token,webhook token,reset token,verification token,confirmation token,invite token,magic token,magic link,token acceso,token acesso,
     token api,token seguridad,token seguranca,token sesion,token sessao,token autenticacion,token autenticacao,ficha acceso,client assertion,
     saml response,samlresponse,id assertion,jwt,code verifier,oidc data,oidc accesstoken,jwt assertion,client principal`,
  ],
  ['token', 'any', 'token'],
  ['token', 'likely', 'device code,user code,authtok,auth tok'],
  ['token', 'random', 'client token,tok,tokens'],
  [
    'credential',
    'any',
    'credential,credentials,creds,cred,credencial,credenciales,credenciais,htpasswd,netrc,kubeconfig,dockerconfigjson,access grant',
  ],
  [
    'authorization',
    'any',
    'authorization,authorisation,proxy authorization,autorizacion,autorizacao,x auth,http auth,basic auth,basicauth,bearer auth',
  ],
  ['authorization', 'likely', 'auth,bearer,authentication,autenticacion,autenticacao'],
  ['cookie', 'any', 'cookie,cookies,set cookie,cookie header,galleta,galletas'],
  [
    'session',
    'likely',
    `connect sid,sessid,phpsessid,jsessionid,asp net session id,asp net sessionid,aspsessionid,aspxauth,session cookie,laravel session,gitlab session,
     remember me,remember token,cf clearance,gh sess,cfid,cftoken`,
  ],
  [
    'session',
    'random',
    'sid,sessionid,sess,session,user session,web session,app session,auth session,login session,wordpress logged,rack session,ci session',
  ],
  ['session', 'query', 'session id'],
  [
    'signature',
    'likely',
    'signature,sig,hmac signature,x signature,hub signature,amz signature,goog signature,firma,assinatura',
  ],
  ['api-key', 'query', 'key,apk,ak,sk'],
  ['api-key', 'random', 'storage key'],
  ['one-time-code', 'likely', 'auth code,oauth code,authorization code'],
  ['one-time-code', 'query', 'code,ticket,assertion,request token,oauth verifier,hash'],
  [
    'one-time-code',
    'digits',
    `otp,otp code,totp,mfa code,mfa,two factor code,verification code,one time password,one time code,onetimecode,sms code,security code,pin,pin code,
     pincode,codigo verificacion,codigo verificacao,codigo seguridad,codigo seguranca`,
  ],
  ['card-code', 'digits', 'cvv,cvc,cvv2,cvc2,card code,card verification'],
  [
    'card',
    'digits',
    'card number,cardnumber,card no,credit card,creditcard,credit card number,cc number,ccnum,pan,numero tarjeta,tarjeta credito,numero cartao,cartao credito',
  ],
  ['ssn', 'digits', 'ssn,social security,social security number'],
  ['iban', 'digits', 'iban'],
  [
    'connection-string',
    'inside',
    'connection string,connectionstring,connstring,conn string,conn str,connstr,connection strings,cadena conexion,string conexao,cadeia conexao',
  ],
];

export const NAME_TERMS: ReadonlyMap<string, NameVerdict> = new Map(
  TERMS.flatMap(([rule, needs, terms]) => terms.split(',').map((term) => [term.trim(), { rule, needs }] as const)),
);

/** Words that end in one of these are run together with it: `pgpassword`, `clientsecret`. */
export const GLUED: readonly (readonly [ending: string, term: string])[] = [
  'password',
  'passwd',
  'passphrase',
  'contrasena',
  'senha',
  'clientsecret',
  'appsecret',
  'apisecret',
  'consumersecret',
  'sharedsecret',
  'sessionsecret',
  'jwtsecret',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'accesstoken',
  'authtoken',
  'refreshtoken',
  'sessiontoken',
  'apitoken',
  'credentials',
].map((ending) => [ending, ending.replace(/^(?:client|app|api|consumer|shared|session|jwt)secret$/, 'secret')]);

export const NAME_RULES: readonly string[] = [...new Set(TERMS.map(([rule]) => rule))];

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
export const QUESTIONS =
  words(`has is are was use uses using num number n total count max min avg mean sum show hide require requires required need needs allow allows enable disable
  missing invalid forgot forgotten supports can should must tiene usa requiere tem exige falta skip ignore without no not validate verify`);

/** Before `token` or `tokens`: those of a text, a page or a grammar. */
export const TEXT_TOKENS =
  words(`first inter per next page continuation max min total input output prompt completion stop eos bos pad unk mask cls special sync cancellation cancel to each last
  start end delim syntax cached reasoning audio text generated usage pagination nextpage previous prev unexpected content thinking gen ai resume sequence lex time
  primary foreign partition sort cache routing idempotency public progress request idempotence dedup fencing lock paging window fill cursor shutdown abort
  barrier resume restart replacement separator whitespace comment string identifier operator keyword`);

/** Behind `token`, `cookie` and the like: still the secret itself. */
export const SAME =
  words(`value values val secret key prod production dev development staging stage test testing live sandbox raw plain plaintext text hash hashed old new current
  previous primary secondary backup default main root admin user client server app api json base64 b64 encoded string str data b encrypted enc
  local remote master slave read write readonly db database web bot internal external github gitlab slack aws azure gcp google confirm confirmation again repeat
  banco usuario cliente administrador servidor acceso acesso actual nueva nova antigua antiga valor`);

/** Before `key`: those of data, translations and keyboards. */
export const DATA_KEYS =
  words(`primary foreign public partition sort cache routing idempotency dedup deduplication unique index range hash lookup translation i18n message row column object
  file registry hot shortcut arrow press pressed map entity group grouping event dict dictionary json redis memcached s3 lock etag compound composite natural surrogate
  candidate super business config configuration setting option feature flag metric label tag attribute search answer publishable site bucket storage blob path sorting join
  shard sharding distribution order query known each any no same this that per new old right left up down return enter escape space backspace delete
  document node record item data context react list prop property locale string issue project jira turbo nx build artifact restore checksum digest fingerprint`);

/** Before `signature`: those of functions, mails and models' thoughts. */
export const OTHER_SIGNATURES = words(
  'thought thinking reasoning method function type call class event email mail time key image file code schema block',
);
