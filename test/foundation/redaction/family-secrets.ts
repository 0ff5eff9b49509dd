/** Members of the families of secrets that the rules are made for, in other notations than the shared cases. All values are made up at run time. */
import type { Random } from './random.ts';

type Input = string | { readonly key: string; readonly value: unknown };

export function familySecrets(random: Random): readonly (readonly [input: Input, secret: string])[] {
  const R = `kR7${random.alnum(19)}Qw2`;
  const P = `Zt7k!${random.alnum(5)}`;
  const U = random.uuid();
  const H32 = random.hex(32);
  const found: [Input, string][] = [];
  const pos = (input: Input, secret: string): void => {
    found.push([input, secret]);
  };
  const T = `kR7${random.alnum(30)}`;
  // colours
  pos(`\x1b[36mtoken\x1b[0m=\x1b[33m${R}\x1b[0m`, R);
  pos(`\x1b[1m"api_key"\x1b[22m: \x1b[32m"${R}"\x1b[39m`, R);
  pos(`secret: \x1b[38;5;214m${P}\x1b[0m done`, P);
  pos(`{"msg":"\\u001b[32mpassword\\u001b[39m=\\u001b[33m${P}\\u001b[39m"}`, P);
  pos(`[32mAuthorization[39m: \x1b[33mBearer ${R}\x1b[39m`, R);
  // authorization
  for (const sch of [
    'Sentry',
    'Zoho-oauthtoken',
    'Klaviyo-API-Key',
    'ApiKey',
    'Snowflake',
    'Custom',
    'GoogleLogin',
    'Api-Key',
    'PVEAPIToken',
    'SSO',
    'Elastic',
    'Discogs',
    'X',
    'FlyV1',
    'DeepL-Auth-Key',
    'tok',
  ]) {
    pos(`Authorization: ${sch} ${R}`, R);
    pos(`"authorization":"${sch} ${R}"`, R);
    pos(`Proxy-Authorization: ${sch} ${R}`, R);
  }
  pos(`authorization=GenieKey ${U}`, U);
  pos(`-H 'authorization: Foo ${R}'`, R);
  pos(`Authorization: AWS AKIAQWERTY12345ZXCVB:${R}abcd=`, 'AKIAQWERTY12345ZXCVB');
  pos(
    `Authorization: GOOG4-HMAC-SHA256 Credential=GOOG1EABCDEFGH1234567890/20260101/auto/storage/goog4_request, SignedHeaders=host, Signature=${H32}`,
    'GOOG1EABCDEFGH1234567890',
  );
  pos(
    `authorization: "AWS4-HMAC-SHA256 Credential=ASIAQWERTY12345ZXCVB/20260301/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=${H32}${H32}"`,
    'ASIAQWERTY12345ZXCVB',
  );
  pos(
    `authorization: "AWS4-HMAC-SHA256 Credential=ASIAQWERTY12345ZXCVB/20260301/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=${H32}${H32}"`,
    H32,
  );
  pos(
    `TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, Signature=${H32}`,
    'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  );
  pos(`X-Amz-Credential=AKIAQWERTY12345ZXCVB%2F20260101%2Fus-east-1`, 'AKIAQWERTY12345ZXCVB');
  pos(
    {
      key: 'http.request.header.authorization',
      value: [
        `AWS4-HMAC-SHA256 Credential=AKIAQWERTY12345ZXCVB/20260301/a/b/aws4_request, SignedHeaders=host, Signature=${H32}`,
      ],
    },
    'AKIAQWERTY12345ZXCVB',
  );
  // url.query
  pos({ key: 'url.query', value: `token=${R}&x=1` }, R);
  pos({ key: 'url.query', value: `sig=${R}` }, R);
  pos({ key: 'http.url.query', value: `key=AIabc${R}` }, R);
  pos({ key: 'url.query', value: `code=${R}` }, R);
  pos({ key: 'QUERY_STRING', value: `code=${R}&state=1` }, R);
  pos({ key: 'url.fragment', value: `access_token=${R}&token_type=bearer` }, R);
  pos({ key: 'url.query', value: `ticket=${R}` }, R);
  pos(`code=${R}&state=xyz`, R);
  pos(`body: code=${R}&grant_type=authorization_code`, R);
  // command args
  pos({ key: 'process.command_args', value: ['curl', '-u', `bob:${P}`, 'https://x'] }, P);
  pos({ key: 'process.command_args', value: ['redis-cli', '-h', 'x', '-a', P] }, P);
  pos({ key: 'process.command_args', value: ['/usr/bin/sshpass', `-p${P}`, 'ssh', 'x'] }, P);
  pos({ key: 'process.command_args', value: ['mysqldump', '-uroot', `-p${P}`] }, P);
  pos({ key: 'process.command_args', value: ['app', '--api-key', R] }, R);
  pos({ key: 'process.command_args', value: ['app', `--token=${R}`] }, R);
  pos({ key: 'process.command_args', value: ['docker', 'login', '-u', 'a', '-p', P, 'reg'] }, P);
  pos({ key: 'process.command_args', value: ['curl', '-H', `Authorization: Foo ${R}`] }, R);
  pos({ key: 'process.command_args', value: ['curl', `-ubob:${P}`] }, P);
  pos({ key: 'argv', value: ['node', 'x.js', '--db-password', P] }, P);
  pos({ key: 'process.command_args', value: ['vault', 'login', R] }, R);
  pos({ key: 'process.command_args', value: ['psql', `postgresql://u:${P}@h/db`] }, P);
  pos({ key: 'process.command_args', value: ['env', `PGPASSWORD=${P}`, 'psql'] }, P);
  // records in text
  pos(`{"name":"API_TOKEN","value":"${R}"}`, R);
  pos(`{"value":"${P}","name":"DB_PASSWORD"}`, P);
  pos(`{"Name":"DB_PASSWORD","Value":"${P}"}`, P);
  pos(`{"key":"password","value":{"stringValue":"${P}"}}`, P);
  pos(`[{"key":"http.request.header.x-api-key","value":{"arrayValue":{"values":[{"stringValue":"${R}"}]}}}]`, R);
  pos(`{"ParameterKey":"DbPassword","ParameterValue":"${P}"}`, P);
  pos(`{"headers":[{"name":"X-Api-Key","value":"${R}"},{"name":"a","value":"b"}]}`, R);
  pos(`- key: API_KEY\n  value: ${R}`, R);
  pos(`env:\n- name: API_KEY\n  value: "${R}"\n`, R);
  pos(`{Name:DB_PASSWORD Value:${P} ValueFrom:nil}`, P);
  pos(`{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"${P}\\"}`, P);
  pos(`env:\n  - value: ${P}\n    name: DB_PASSWORD\n`, P);
  pos(`<setting name="password"><value>${P}</value></setting>`, P);
  pos(`<string name="api_key">${R}</string>`, R);
  pos(`<entry key="db.password">${P}</entry>`, P);
  pos(`name=DB_PASSWORD value=${P}`, P);
  pos({ key: 'env', value: [{ name: 'DB_PASSWORD', value: P }] }, P);
  pos({ key: 'tags', value: [{ Key: 'password', Value: P }] }, P);
  pos({ key: 'x', value: { optionName: 'a', headerName: 'X-Api-Key', headerValue: R } }, R);
  pos({ key: 'attrs', value: [{ key: 'api_key', value: { stringValue: R } }] }, R);
  pos({ key: 'params', value: [{ parameterName: 'password', parameterValue: P }] }, P);
  // yaml
  pos(`password: >-\n  ${P}\nhost: x`, P);
  pos(`api_key: |-\n    ${R}\n`, R);
  pos(`passwords:\n  - ${P}\n  - other9Kq!\n`, P);
  pos(`  tokens:\n    - "${R}"\n`, R);
  pos(`password: !!str ${P}`, P);
  pos(`secrets:\n  - ${P}\n  - ${R}\nx: y`, R);
  pos(`private_key: |\n  ${R}\n  ${R}x\nb: c`, R);
  pos(`"password: |\\n  ${P}\\nhost: x"`, P);
  // xml
  pos(`<ns:apiKey a="b">\n   ${R}\n</ns:apiKey>`, R);
  pos(`<password><![CDATA[${P}]]></password>`, P);
  pos(`<Password xsi:type="xsd:string">${P}</Password>`, P);
  pos(`&lt;password&gt;${P}&lt;/password&gt;`, P);
  pos(`<connection password="${P}"/>`, P);
  pos(`<access_token>${R}</access_token>`, R);
  pos(`<property name="password" value="${P}"/>`, P);
  pos(`<key>apiKey</key>\n\t<string>${R}</string>`, R);
  pos(`<key>AuthToken</key>\n<data>${R}</data>`, R);
  pos(`<name>password</name><value>${P}</value>`, P);
  pos(`<member><name>password</name><value><string>${P}</string></value></member>`, P);
  // escapes
  pos(`{"u":"https://x/?a=b\\u0026api_key=${R}\\u0026c=d"}`, R);
  pos(`\\u003cpassword\\u003e${P}\\u003c/password\\u003e`, P);
  pos(`{"m":"{\\u0022token\\u0022:\\u0022${R}\\u0022}"}`, R);
  pos(`https://x/?a=1&amp;token=${R}&amp;b=2`, R);
  pos(`password\\u003d${P}`, P);
  pos(`password\\x3d${P}`, P);
  pos(`{\\\\u0022password\\\\u0022:\\\\u0022${P}\\\\u0022}`, P);
  pos(`{&quot;password&quot;:&quot;${P}&quot;}`, P);
  pos(`{&#34;api_key&#34;:&#34;${R}&#34;}`, R);
  pos(`{"\\u0070assword":"${P}"}`, P);
  pos(`{"api\\u005fkey":"${R}"}`, R);
  pos(`{"to\\u006Ben":"${R}"}`, R);
  // raw headers
  pos(`[ 'Accept', '*/*', 'X-Auth-Token', '${R}' ]`, R);
  pos(`[\n  "Cookie",\n  "sid=${R}"\n]`, R);
  pos(`rawHeaders: [\n    'Authorization',\n    'Foo ${R}',\n    'Host'\n]`, R);
  pos({ key: 'rawHeaders', value: ['Host', 'a', 'X-Api-Key', R, 'Accept', 'x'] }, R);
  // again
  pos(`api_key=${R} and again: ${R}!`, R);
  pos(`{"password":"${P}"} failed for ${P}`, P);
  pos(`Bearer ${R} != ${R}`, R);
  pos(`using ${R} as apiKey: "${R}"`, R);
  pos(`login with hunter2Xy failed, password=hunter2Xy`, 'hunter2Xy');
  // sentences
  pos(`Invalid API key: ${R}`, R);
  pos(`Incorrect token provided: ${R}`, R);
  pos(`The API key '${R}' is invalid`, R);
  pos(`api key ${R} is not valid`, R);
  pos(`Invalid access token "${R}"`, R);
  pos(`token ${R} has expired`, R);
  pos(`Your api key ${R} has been revoked`, R);
  pos(`Unauthorized: invalid x-api-key (${R})`, R);
  pos(`API key not valid: ${R}`, R);
  pos(`Secret used: ${R}`, R);
  pos(`No such token: '${R}'`, R);
  pos(`invalid api key provided (${R})`, R);
  pos(`key provided: ${R}`, R);
  pos(`Expired API Key provided: ${R}`, R);
  // dash
  pos(`token - ${R}`, R);
  pos(`Passwort – ${P}`, P);
  pos(`api key — ${R}`, R);
  pos(`senha - ${P}`, P);
  // x_key
  pos(`foobar_key=${R}`, R);
  pos(`"widgetKey": "${R}"`, R);
  pos(`ZETA_KEY: ${R}`, R);
  pos(`my zeta key: ${R}`, R);
  pos(`plugh-key = '${R}'`, R);
  pos({ key: 'zeta.key', value: R }, R);
  // typed
  pos(`var apiKey string = "${R}"`, R);
  pos(`let api_key: &str = "${R}";`, R);
  pos(`val token: String = "${R}"`, R);
  pos(`api_key: str = "${R}"`, R);
  pos(`private readonly secret?: string = '${P}';`, P);
  pos(`DECLARE @password NVARCHAR(50) = '${P}'`, P);
  pos(`password: Optional[str] = "${P}"`, P);
  pos(`String password = "${P}";`, P);
  pos(`const std::string token = "${R}";`, R);
  pos(`char *password = "${P}";`, P);
  pos(`let secret: string | undefined = "${P}"`, P);
  pos(`token: Final[str] = '${R}'`, R);
  pos(`let mut password: String = String::from("${P}");`, P);
  // operators
  for (const o of ['?=', '+=', '||=', '??=', '::=', '<-', ':=', '=>', '->', '==', '!=', '~>'])
    pos(`API_TOKEN ${o} "${R}"`, R);
  for (const o of ['?=', '+=', '||=', '??=', '::=', '<-', ':=', '=>']) pos(`password ${o} ${P}`, P);
  // wrapped
  pos(`password: Some("${P}")`, P);
  pos(`["password"]=>\n  string(10) "${P}"`, P);
  pos(`SecretStr('${P}') password=SecretStr('${P}')`, P);
  pos(`{"password":{"S":"${P}"}}`, P);
  pos(`"password":{"type":"string","default":"${P}"}`, P);
  pos(`password = Just "${P}"`, P);
  pos(`token: Optional("${R}")`, R);
  pos(`apiKey: Secret("${R}")`, R);
  pos(`password: b'${P}'`, P);
  pos(`Password:(string) (len=10) "${P}"`, P);
  pos(`variable "api_key" {\n  type = string\n  default = "${R}"\n}`, R);
  pos(`{"password":{"stringValue":"${P}"}}`, P);
  pos(`password: new String("${P}")`, P);
  pos(`'password' => string '${P}' (length=10)`, P);
  pos(`password=String("${P}")`, P);
  pos(`api_key = SecretStr("${R}")`, R);
  pos(`variable "token" {\n  description = "the token"\n  type        = string\n  default     = "${R}"\n}`, R);
  // multiline
  pos(`password = '''\n${P}\n'''`, P);
  pos(`token = <<EOF\n${R}\nEOF`, R);
  pos(`secret = <<-EOT\n  ${P}\n  EOT`, P);
  pos(`apiKey = \`\n${R}\n\``, R);
  pos(`private_key="""${R}\n${R}a\n"""`, R);
  // curl
  pos(`curl -u 'bob:${P}' https://x`, P);
  pos(`curl --user bob:${P} https://x`, P);
  pos(`curl -sSfLu bob:${P} x`, P);
  pos(`curl -ubob:${P} x`, P);
  pos(`curl --user=bob:${P} x`, P);
  pos(`curl -x http://p --proxy-user bob:${P} x`, P);
  pos(`curl \\\n  --request POST \\\n  --user "bob:${P}" \\\n x`, P);
  pos(`curl -U bob:${P} x`, P);
  pos(`curl --cookie "sid=${R}; b=2" x`, R);
  pos(`curl --cookie 'session=${R}' x`, R);
  pos(`curl -sb "a=1; token=${R}" x`, R);
  // other cmds
  pos(`npm config set _authToken ${R}`, R);
  pos(`cargo login ${R}`, R);
  pos(`printf '${P}' | podman login -u a --password-stdin`, P);
  pos(`echo ${R} | gh auth login --with-token`, R);
  pos(`aws configure set aws_secret_access_key ${R}`, R);
  pos(`mysql -u root -p'${P}' db`, P);
  pos(`export API_KEY=${R}`, R);
  pos(`setx API_KEY ${R}`, R);
  pos(`kubectl create secret generic x --from-literal=password=${P}`, P);
  pos(`snyk auth ${R}`, R);
  pos(`docker login -u a -p ${P} reg`, P);
  pos(`sshpass -p ${P} ssh x`, P);
  pos(`git config --global github.token ${R}`, R);
  pos(`pip config set global.password ${P}`, P);
  pos(`redis-cli -h x -a ${P} ping`, P);
  pos(`PGPASSWORD=${P} psql`, P);
  pos(`vault login token=${R}`, R);
  pos(`heroku config:set SECRET_KEY=${P}`, P);
  pos(`mongosh -u a -p ${P}`, P);
  pos(`yarn config set npmAuthToken ${R}`, R);
  pos(`doctl auth init -t ${R}`, R);
  pos(`sqlcmd -S x -U sa -P ${P}`, P);
  pos(`echo '${P}' | sudo -S ls`, P);
  pos(`nuget setapikey ${R}`, R);
  pos(`terraform login --token ${R}`, R);
  pos(`gcloud auth --password ${P}`, P);
  pos(`az login -u a -p ${P}`, P);
  pos(`ldapsearch -D cn=a -w ${P}`, P);
  pos(`openssl enc -k ${P}`, P);
  pos(`zip -P ${P} a.zip b`, P);
  pos(`echo "bob:${P}" | chpasswd`, P);
  // sql
  pos(`SELECT * FROM u WHERE password LIKE '${P}%'`, P);
  pos(`WHERE api_key = ANY('{${R}}')`, R);
  pos(`UPDATE u SET password = crypt('${P}', gen_salt('bf'))`, P);
  pos(`SET PASSWORD = PASSWORD('${P}')`, P);
  pos(`INSERT INTO u (name, password) VALUES ('b', MD5('${P}'))`, P);
  pos(`WHERE password = SHA2('${P}', 256)`, P);
  pos(`token NOT IN ('${R}')`, R);
  pos(`ALTER USER x WITH PASSWORD '${P}'`, P);
  pos(`CREATE USER x IDENTIFIED BY '${P}'`, P);
  pos(`WHERE token <> '${R}'`, R);
  pos(`select pgp_sym_decrypt(data, '${P}')`, P);
  pos(`WHERE password=MD5('${P}')`, P);
  pos(`api_token in ("a", "${R}")`, R);
  pos(`WHERE secret ILIKE '${P}'`, P);
  // protocol
  pos(`AUTH default ${P}`, P);
  pos(`PASS ${P}`, P);
  pos(`> PASS ${P}`, P);
  pos(`A001 LOGIN "bob" "${P}"`, P);
  pos(`AUTH LOGIN ${R}`, R);
  pos(`C: PASS ${P}`, P);
  pos(`requirepass ${P}`, P);
  pos(`USER bob\r\nPASS ${P}\r\n`, P);
  pos(`AUTHENTICATE PLAIN ${R}`, R);
  pos(`HELLO 3 AUTH default ${P}`, P);
  pos({ key: 'db.statement', value: `AUTH ${P}` }, P);
  pos({ key: 'db.query.text', value: `AUTH user1 ${P}` }, P);
  pos(`PRIVMSG NickServ :IDENTIFY ${P}`, P);
  pos(`CONFIG SET requirepass ${P}`, P);
  pos(`HELLO 3 AUTH bob ${P} SETNAME x`, P);
  pos(`* OK\r\na2 LOGIN bob ${P}\r\n`, P);
  // multipart
  pos(
    `Content-Disposition: form-data; name="password"\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 10\r\n\r\n${P}\r\n--x--`,
    P,
  );
  pos(`Content-Disposition: form-data; name="token"\n\n${R}\n--x`, R);
  pos(`form-data; name=\\"api_key\\"\\r\\n\\r\\n${R}\\r\\n--b`, R);
  // k8s
  pos(`kind: Secret\napiVersion: v1\nstringData:\n  foo: ${P}\n  bar: x`, P);
  pos(`apiVersion: v1\ndata:\n  foo: ${R}\nkind: Secret\nmetadata:\n  name: x`, R);
  pos(`{"kind":"Secret","apiVersion":"v1","data":{"foo":"${R}"}}`, R);
  pos(`{"apiVersion":"v1","data":{"foo":"${R}","b":"c2VjcmV0Mg=="},"kind":"Secret"}`, 'c2VjcmV0Mg==');
  pos({ key: 'm', value: { kind: 'Secret', data: { foo: 'aGVsbG8=' } } }, 'aGVsbG8=');
  pos(`kind: Secret\ndata:\n  conf: |\n    a=${P}\n    b=2\n`, P);
  pos({ key: 'body', value: `apiVersion: v1\nkind: Secret\ntype: Opaque\ndata:\n  x.y: ${R}\n` }, R);
  // oauth
  pos(`{"code":"${R}","grant_type":"authorization_code"}`, R);
  pos(`{"device_code":"${R}","user_code":"ABCD-EFGH"}`, R);
  pos({ key: 'body', value: { grant_type: 'authorization_code', code: R } }, R);
  pos(`grant_type=authorization_code&code=${R}`, R);
  pos(`{"grant_type":"urn:ietf:params:oauth:grant-type:device_code","device_code":"${R}"}`, R);
  pos(`{"auth_code":"${R}","redirect_uri":"x"}`, R);
  pos(`{"grant_type":"authorization_code","code_verifier":"${R}"}`, R);
  pos(`{"authorization_code":"${R}"}`, R);
  // links
  pos(`https://x.test/verify-email/${R}`, R);
  pos(`/invite/${R}`, R);
  pos(`GET /auth/magic-link/${R} 302`, R);
  pos(`/users/confirm/${R}`, R);
  pos(`https://x/unsubscribe/${R}`, R);
  pos(`/activate/${R}`, R);
  pos(`/accept-invitation/${R}`, R);
  pos({ key: 'url.path', value: `/reset/${R}` }, R);
  pos({ key: 'http.target', value: `/account/activate/${U}` }, U);
  pos(`https://x/reset-password?code=${R}`, R);
  pos(`/join/${R}`, R);
  pos({ key: 'url.full', value: `https://x/invitations/${R}/accept` }, R);
  pos(`/email/verify/12/${R}`, R);
  pos(`POST /password_reset/${R}`, R);
  pos(`/set-password/${R}`, R);
  pos(`https://app.test/login/magic/${R}`, R);
  // cookies
  pos(`{"cookies":{"connect.sid":"s%3A${R}"}}`, R);
  pos(`next-auth.session-token=${R}`, R);
  pos(`__Host-session=${R}`, R);
  pos(`_gh_sess=${R}`, R);
  pos(`laravel_session=${R}`, R);
  pos(`PHPSESSID=${R}`, R);
  pos(`JSESSIONID=${R}`, R);
  pos(`remember_token=${R}`, R);
  pos({ key: 'req.cookies', value: { sess: R } }, R);
  pos(`ASP.NET_SessionId=${R}`, R);
  pos(`sessionid=${R}`, R);
  pos(`cf_clearance=${R}`, R);
  pos(`rack.session=${R}`, R);
  pos(`cookies: { auth: '${R}', theme: 'x' }`, R);
  pos(`__Secure-next-auth.session-token=${R}`, R);
  pos(`Set-Cookie: a:b=${R}; Path=/`, R);
  pos(`Cookie: x[y]=${R}; z=1`, R);
  pos(`cookie: foo@bar=${R}`, R);
  pos(`ci_session=${R}`, R);
  pos(`.AspNetCore.Cookies=${R}`, R);
  pos(`.AspNetCore.Session=${R}`, R);
  // headers
  for (const h of [
    'x-honeycomb-team',
    'x-rapidapi-key',
    'x-auth-key',
    'x-goog-api-key',
    'x-vault-token',
    'x-figma-token',
    'x-plex-token',
    'ocp-apim-subscription-key',
    'x-functions-key',
    'x-sf-token',
    'x-insert-key',
    'dd-api-key',
    'lightstep-access-token',
    'signoz-access-token',
    'signoz-ingestion-key',
    'x-portkey-api-key',
    'helicone-auth',
    'x-api-token',
    'x-shopify-access-token',
    'x-license-key',
    'x-query-key',
    'x-amzn-oidc-data',
    'cf-access-jwt-assertion',
    'x-goog-iap-jwt-assertion',
    'cf-access-client-secret',
    'x-apikey',
    'apikey',
    'x-mashape-key',
    'x-parse-master-key',
    'x-axiom-token',
    'x-amz-security-token',
    'x-csrf-token',
    'x-gitlab-token',
    'private-token',
    'job-token',
    'x-consul-token',
    'x-nomad-token',
    'x-dynatrace-token',
    'x-bugsnag-api-key',
    'x-rollbar-access-token',
    'x-newrelic-license-key',
    'api-key',
    'x-scalyr-key',
    'x-elastic-apikey',
    'x-oneuptime-token',
    'uptrace-key',
    'x-litellm-api-key',
    'x-tenant-secret',
    'x-algolia-api-key',
    'x-kong-admin-token',
    'kong-admin-token',
    'x-tyk-authorization',
    'x-gravitee-api-key',
    'x-gateway-key',
    'x-betterstack-token',
    'x-logtail-token',
    'x-datadog-api-key',
    'x-groundcover-apikey',
    'x-middleware-secret',
  ]) {
    pos(`${h}: ${R}`, R);
    pos({ key: `http.request.header.${h}`, value: [R] }, R);
    pos(`OTEL_EXPORTER_OTLP_HEADERS=${h}=${R},a=b`, R);
  }
  pos(`OTEL_EXPORTER_OTLP_HEADERS="Authorization=Basic ${R}"`, R);
  pos(`OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${R}`, R);
  pos(`OTEL_EXPORTER_OTLP_TRACES_HEADERS=x-foo=${R}`, R);
  pos(`uptrace-dsn: https://${R}@api.uptrace.dev/1`, R);
  // urls
  for (const u of [
    `https://canary.discord.com/api/webhooks/123456789012345678/${R}${R}${R}`,
    `https://discord.com/api/v9/webhooks/12345678901234567890/${R}${R}`,
    `https://open.feishu.cn/open-apis/bot/v2/hook/${U}`,
    `https://hc-ping.com/${U}`,
    `https://hook.eu1.make.com/${R}`,
    `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${U}`,
    `https://oapi.dingtalk.com/robot/send?access_token=${R}`,
    `https://api.netlify.com/build_hooks/${R}`,
    `https://chat.googleapis.com/v1/spaces/X/messages?key=abc&token=${R}`,
    `https://cronitor.link/p/${R}/x`,
    `https://nosnch.in/${R}`,
    `https://hooks.zapier.com/hooks/catch/123456/${R}`,
    `https://n8n.example.com/webhook/${U}`,
    `https://chat.example.com/hooks/${R}`,
    `https://rocket.example.com/hooks/64f0a1b2c3d4e5f6/${R}`,
    `https://eo123.m.pipedream.net/${R}`,
    `https://example.webhook.office.com/webhookb2/${U}@${U}/IncomingWebhook/${H32}/${U}`,
    `https://hooks.slack.com/workflows/T1/A1/1/${R}`,
    `https://events.pagerduty.com/integration/${H32}/enqueue`,
    `https://maker.ifttt.com/trigger/x/with/key/${R}`,
    `https://api.render.com/deploy/srv-abc?key=${R}`,
    `https://heartbeat.uptimerobot.com/m794-${R}`,
    `https://uptime.betterstack.com/api/v1/heartbeat/${R}/fail`,
    `https://outlook.office.com/webhook/${U}`,
  ]) {
    const s = u.includes(R) ? R : u.includes(U) ? U : H32;
    pos(`POST ${u}`, s);
    pos(`GET /p?u=${encodeURIComponent(u)}`, s);
    pos(`GET /p?u=${encodeURIComponent(encodeURIComponent(u))}&b=1`, s);
  }
  pos(`/x?db=${encodeURIComponent('postgres://bob:' + 'Sw0rdf1sh' + '@db.host/x')}`, 'Sw0rdf1sh');
  pos(`/x?db=mongodb%2Bsrv%3A%2F%2Fbob%3ASw0rdf1sh%40h%2Fx`, 'Sw0rdf1sh');
  pos(`url=redis%3A%2F%2F%3ASw0rdf1sh%40h`, 'Sw0rdf1sh');
  pos(`https://api.telegram.org/bot123456789:AA${T}/getMe`, T);
  pos(`/file/bot7123456789:AA${T}/p.jpg`, T);
  pos(`https%3A%2F%2Fapi.telegram.org%2Fbot7123456789%3AAA${T}%2FgetMe`, T);
  // jwk
  pos(`{"kty":"RSA","n":"abc","e":"AQAB","d":"${R}","p":"x1${R}"}`, R);
  pos(`{"d":"${R}","kty":"OKP","crv":"Ed25519"}`, R);
  pos(`{"kty":"oct","k":"${R}"}`, R);
  pos({ key: 'jwk2', value: { kty: 'EC', d: R } }, R);
  pos(`{\\"kty\\":\\"RSA\\",\\"d\\":\\"${R}\\"}`, R);
  pos(`{"keys":[{"kty":"RSA","use":"sig","d":"${R}"}]}`, R);
  pos(`VAULT_SECRET_ID=${U}`, U);
  pos(`role_id=${U} secret_id=${H32}`, H32);
  pos(`{"secret_id":"${U}"}`, U);
  pos(`secret-id: ${U}`, U);
  pos({ key: 'secret_id', value: U }, U);
  pos(`APPINSIGHTS_INSTRUMENTATIONKEY=${U}`, U);
  pos(`"InstrumentationKey":"${U}"`, U);
  pos(`iKey: ${U}`, U);
  pos(`AccountKey=${R}${R}==;EndpointSuffix=core.windows.net`, R);
  pos(`SharedAccessKey=${R}=`, R);
  pos({ key: 'instrumentation_key', value: U }, U);
  pos(`Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=${R}`, R);
  pos(`Endpoint=https://a.azconfig.io;Id=abc;Secret=${R}`, R);
  const b53 = `${random.alnum(52)}e`;
  pos(`hash $2a$10$${b53}`, b53.slice(0, 53));
  pos(`$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$${R}`, R);
  pos(`root:$6$saltsalt$${R}${R}${R}${R.slice(0, 14)}:19000:0:`, R);
  pos(`pbkdf2_sha256$260000$abcSalt12$${R}${R.slice(0, 20)}=`, R);
  pos(`{SSHA}${R}${R.slice(0, 8)}=`, R);
  pos(`scrypt:32768:8:1$salt1234$${H32}${H32}`, H32);
  pos(`$1$abc$${R.slice(0, 22)}`, R.slice(0, 22));
  pos(`SCRAM-SHA-256$4096:${R}==$${R}${R.slice(0, 20)}:${R}xx=`, R);
  pos(`${R}${R}ab\n${R}${R}cd\n-----END RSA PRIVATE KEY-----`, R);
  pos(`MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ${R}`, R);
  pos(`MIIEowIBAAKCAQEA${R}${R}`, R);
  pos(`LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZLS0tLS0K${R}`, R);
  pos(`b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ${R}${R}`, R);
  pos(`x LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCg${R}`, R);
  pos(`pass\u200bword=${P}`, P);
  pos(`password\u200e: ${P}`, P);
  pos(`password＝${P}`, P);
  pos(`ｐａｓｓｗｏｒｄ: ${P}`, P);
  pos(`to\u2060ken=${R}`, R);
  pos(`\ufeffpassword=${P}`, P);
  pos(`api\u00ad_key: ${R}`, R);
  pos(`password：${P}`, P);
  pos(`"password"\u202c : "${P}"`, P);
  pos(`pass\u200dword\u200f = ${P}`, P);
  pos(`secret: <Buffer 01 02 03 ff 7a>`, '02 03 ff');
  pos(`"password":{"type":"Buffer","data":[112,97,115,115]}`, '112,97,115');
  pos(`password: Uint8Array(4) [ 112, 97, 115, 115 ]`, '112, 97, 115');
  pos(`token: <Buffer de ad be ef 01 02 ... 20 more bytes>`, 'de ad be');
  pos(`password: [112, 97, 115, 115, 119]`, '112, 97, 115');
  pos({ key: 'x', value: { password: Buffer.from(P.replace('!', '')) } }, P.replace('!', ''));
  pos({ key: 'x', value: { password: { type: 'Buffer', data: [112, 97, 115] } } }, '112,97');
  pos(
    {
      key: 'x',
      value: {
        toJSON() {
          return { apiKey: R };
        },
      },
    },
    R,
  );
  pos(
    {
      key: 'x',
      value: [
        {
          toJSON() {
            return `token=${R}`;
          },
        },
      ],
    },
    R,
  );
  pos(
    {
      key: 'x',
      value: new (class {
        password = P;
      })(),
    },
    P,
  );
  pos(
    {
      key: 'x',
      value: new (class {
        readonly #p = P;
        toJSON(): object {
          return { password: this.#p };
        }
      })(),
    },
    P,
  );
  pos({ key: 'x', value: new URLSearchParams({ token: R }) }, R);
  pos({ key: 'x', value: new Headers({ 'x-api-key': R }) }, R);
  pos({ key: 'x', value: Object.assign(Object.create(null), { password: P }) }, P);
  pos({ key: 'x', value: { [Symbol('password')]: P } }, P);
  pos({ key: 'x', value: new Map([['password', P]]) }, P);

  return found;
}
