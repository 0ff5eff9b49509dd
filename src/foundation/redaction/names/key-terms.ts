import type { KeyVerdict } from '../scan/scan.ts';

/** What names a secret, as words in lower case without accents, connectives (`de`, `do`, `del`) left out; by rule. English, Spanish, Portuguese. */
const TERMS: readonly (readonly [rule: string, needs: KeyVerdict['needs'], terms: string])[] = [
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
    `secret,secrets,secreto,secretos,segredo,segredos,frase secreta,palabra secreta,palavra secreta,pepper,seed phrase,mnemonic,recovery phrase,
     recovery code,recovery codes,backup code,backup codes,hmac`,
  ],
  [
    'api-key',
    'any',
    `api key,api keys,apikey,apikeys,access key,access keys,accesskey,account key,accountkey,secret key,secretkey,shared key,sharedkey,auth key,
     authkey,app key,appkey,application key,consumer key,client key,subscription key,service key,storage key,functions key,function key,admin key,
     server key,deploy key,license key,licence key,integration key,ingest key,ingestion key,insert key,write key,webhook key,master key,masterkey,
     host password,openai key,anthropic key,stripe key,aws key,azure key,gemini key,google key,maps key,sendgrid key,mailgun key,twilio key,groq key,
     cohere key,mistral key,deepgram key,elevenlabs key,datadog key,dd key,relic key,honeycomb key,sentry key,algolia key,pinecone key,heroku key,
     openrouter key,sharedaccesskey,sharedsecretkey,chave api,chave acesso,chave secreta,chave mestra,clave api,llave api,llave acceso,
     llave secreta,llave maestra,clave maestra,key api,api token,apitoken,api secret`,
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
     session token,sessiontoken,csrf token,csrftoken,xsrf token,xsrftoken,csrf,xsrf,user token,usertoken,client token,bot token,service token,admin token,
     access tokens,refresh tokens,auth tokens,api tokens,session tokens,personal token,oauth token,jwt token,device token,push token,registration token,
     deploy token,vault token,webhook token,reset token,verification token,confirmation token,invite token,magic token,magic link,token acceso,token acesso,
     token api,token seguridad,token seguranca,token sesion,token sessao,token autenticacion,token autenticacao,ficha acceso,client assertion,
     saml response,samlresponse,id assertion,jwt,code verifier`,
  ],
  ['token', 'any', 'token'],
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
    `sid,connect sid,sessid,phpsessid,jsessionid,sessionid,asp net session id,asp net sessionid,aspsessionid,session cookie,sess,laravel session,gitlab session,
     remember me`,
  ],
  ['session', 'query', 'session,session id,auth session'],
  [
    'signature',
    'likely',
    'signature,sig,hmac signature,x signature,hub signature,amz signature,goog signature,firma,assinatura',
  ],
  ['api-key', 'query', 'key,apk,ak,sk'],
  [
    'one-time-code',
    'query',
    'code,auth code,oauth code,authorization code,ticket,assertion,request token,oauth verifier,hash',
  ],
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

export const KEY_TERMS: ReadonlyMap<string, KeyVerdict> = new Map(
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

export const KEY_RULES: readonly string[] = [...new Set(TERMS.map(([rule]) => rule))];
