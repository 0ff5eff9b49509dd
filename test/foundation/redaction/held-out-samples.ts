// The half of the corpus that was written before the rules and not tuned against; docs/decisions/009-redaction.md has its first figures.
import { Random } from './random.ts';
import type { Sample } from './sample.ts';
import { HELD_OUT_VENDORS } from './vendor-samples.ts';

type Template = readonly [key: string | undefined, value: (s: string) => unknown, ...context: string[]];

const AROUND: readonly Template[] = [
  [undefined, (s) => `worker 7 | using ${s}; next try in 5s`, 'worker 7 |', 'next try in 5s'],
  [undefined, (s) => `fetch("https://api.example.org/x?v=${s}&limit=10")`, '&limit=10")', 'api.example.org'],
  [
    undefined,
    (s) => `Incorrect key provided: ${s}. You can find yours at https://example.com/account.`,
    'Incorrect key provided',
    'You can find yours',
  ],
  [undefined, (s) => `la petición con ${s} falló (código 401)`, 'la petición con', 'código 401'],
  [undefined, (s) => `requisição <${s}> recusada`, 'requisição <', '> recusada'],
  [undefined, (s) => `値=${s}。次へ`, '値=', '。次へ'],
  [
    'exception.stacktrace',
    (s) => `AuthError: ${s} was refused\n    at Client.call (file:///srv/app/client.ts:10:3)`,
    'AuthError',
    'client.ts:10:3',
  ],
  ['event', (s) => ({ list: [[{ blob: `v1|${s}|end` }]] }), '|end'],
  ['log', (s) => `[2024-01-15 10:00:00] "${s}"\tok`, '[2024-01-15 10:00:00]', 'ok'],
  ['body', (s) => `{\\"k\\":\\"${s}\\",\\"n\\":1}`, 'n'],
];

const KEYED: readonly Template[] = [
  ['mysql_root_passwd', (s) => s],
  ['REDIS-AUTH-TOKEN', (s) => s],
  ['jwtSigningKey', (s) => s],
  ['app.encryption.key', (s) => s],
  ['refreshToken', (s) => s],
  ['webhookSecret', (s) => s],
  ['http.request.header.authorization', (s) => [`Bearer ${s}`]],
  ['http.request.header.cookie', (s) => `sid=${s}`],
  ['PGPASSWORD', (s) => s],
  ['pass_phrase', (s) => s],
  ['privateKey', (s) => s],
  ['contrasena_admin', (s) => s],
  ['chave_de_api', (s) => s],
  ['llavePrivada', (s) => s],
  ['segredo.cliente', (s) => s],
  ['credenciales', (s) => ({ usuario: 'ana', valor: s })],
  ['tokenDeAcceso', (s) => s],
  ['session_secret', (s) => s],
  ['connectionString', (s) => `Data Source=db;User=sa;Pwd=${s}`],
  ['X-Auth-Token', (s) => s],
  ['otp', () => '493817'.slice(0, 0) || 'x'],
  ['proxy-authorization', (s) => s],
  ['rpc', (s) => ({ metadata: { 'grpc-api-token': [s], retries: 2 } }), '"retries":2'],
  [
    'vars',
    (s) => [
      { key: 'LOG_LEVEL', value: 'info' },
      { key: 'STRIPE_SECRET', value: s },
    ],
    'LOG_LEVEL',
    'info',
    'STRIPE_SECRET',
  ],
  [undefined, (s) => `export OPENWEATHER_API_KEY='${s}' && npm start`, '&& npm start', 'OPENWEATHER_API_KEY'],
  [undefined, (s) => `docker run -e POSTGRES_PASSWORD=${s} -p 5432:5432 postgres`, '-p 5432:5432 postgres'],
  [undefined, (s) => `$env:API_TOKEN = "${s}"; ./run.ps1`, './run.ps1'],
  [undefined, (s) => `machine example.com login bob password ${s}`, 'login bob'],
  [
    undefined,
    (s) => `amqps://svc:${encodeURIComponent(s)}@mq.example.com/vhost?heartbeat=30`,
    'amqps://svc:',
    '@mq.example.com/vhost?heartbeat=30',
  ],
  [undefined, (s) => `git clone https://bob:${encodeURIComponent(s)}@git.example.com/r.git`, '@git.example.com/r.git'],
  [
    undefined,
    (s) => `https://acc.blob.core.windows.net/c/b?sv=2022-11-02&sp=r&sig=${encodeURIComponent(s)}`,
    'sv=2022-11-02',
    'sp=r',
  ],
  [undefined, (s) => `https://storage.googleapis.com/b/o?X-Goog-Expires=60&X-Goog-Signature=${s}`, 'X-Goog-Expires=60'],
  [undefined, (s) => `https://example.com/login?user=bob&pwd=${encodeURIComponent(s)}#top`, 'user=bob'],
  [undefined, (s) => `{"usuario":"ana","contraseña":"${s}","edad":30}`, '"usuario":"ana"', '"edad":30'],
  [undefined, (s) => `{"nome":"ana","senha":"${s}"}`, '"nome":"ana"'],
  [
    undefined,
    (s) => `body: "{\\"grant_type\\":\\"password\\",\\"password\\":\\"${s}\\",\\"scope\\":\\"all\\"}"`,
    'grant_type',
    'scope',
  ],
  [undefined, (s) => `ConnectionFailed(host='db', password='${s}', port=5432)`, "host='db'", 'port=5432'],
  [undefined, (s) => `&{User:bob Password:${s} Port:1}`, 'User:bob', 'Port:1'],
  [
    undefined,
    (s) => `spring.datasource.password=${s}\nspring.datasource.username=bob`,
    'spring.datasource.username=bob',
  ],
  [undefined, (s) => `Driver={ODBC Driver 17};Server=db;UID=sa;PWD=${s};`, 'UID=sa'],
  [undefined, (s) => `redis-cli -h cache -a ${s} ping`, '-h cache', 'ping'],
  [undefined, (s) => `psql "host=db user=bob password=${s}"`, 'host=db user=bob'],
  [undefined, (s) => `mysql --user=root --password=${s} main`, '--user=root', ' main'],
  [undefined, (s) => `SELECT * FROM sessions WHERE token = '${s}' LIMIT 1`, 'SELECT * FROM sessions', 'LIMIT 1'],
  [undefined, (s) => `CREATE LOGIN bob WITH PASSWORD = N'${s}'`, 'CREATE LOGIN bob'],
  [undefined, (s) => `insert into accounts(email, secret_key) values ('a', '${s}'), ('b', 'x')`, "'a'"],
  [undefined, (s) => `proxy-authorization: Digest username="bob", realm="r", response="${s}"`, 'username="bob"'],
  [undefined, (s) => `Authorization: Token ${s}`, 'Authorization'],
  [undefined, (s) => `authorization=Bearer%20${s}&x=1`, 'x=1'],
  [undefined, (s) => `my secret key is ${s}.`, 'my secret key is'],
  [undefined, (s) => `contraseña: ${s}`, 'contraseña'],
  [undefined, (s) => `sua senha é ${s}`, 'sua senha é'],
  [undefined, (s) => `clave secreta de la API: ${s} (producción)`, '(producción)'],
  [undefined, (s) => `**Password:** \`${s}\` for bob`, 'for bob'],
  [undefined, (s) => `| user | bob |\n| password | ${s} |`, '| user | bob |'],
  [undefined, (s) => `secretKeyRef: {apiKey: ${s}}`, 'secretKeyRef'],
  [undefined, (s) => `token="${s}"`, 'token='],
  [undefined, (s) => `Postmark: X-Postmark-Server-Token: ${s}`, 'Postmark'],
  [undefined, (s) => `Authorization: SSWS ${s}`, 'Authorization'],
];

const ADVERSARIAL: readonly Template[] = [
  [undefined, (s) => `pass word is not here but pwd:${s}`, 'is not here'],
  [undefined, (s) => `PASSWORD ${s}`, 'PASSWORD'],
  [undefined, (s) => `credentials bob/${s}`, 'credentials'],
  [undefined, (s) => `password😀=😀${s}`, 'password'],
  [undefined, (s) => `password%253D${s}%2526a%253D1`, 'a'],
  [undefined, (s) => `pass\u200bword=${s}`, '='],
  [undefined, (s) => `("password", "${s}")`, 'password'],
  [undefined, (s) => `password\n${s}`, 'password'],
  [undefined, (s) => `login(bob, ${s}) # password of bob`, 'bob'],
  [undefined, (s) => `--form password="${s}" --form user=bob`, 'user=bob'],
  [undefined, (s) => `Content-Disposition: form-data; name="password"\r\n\r\n${s}\r\n--x`, 'form-data'],
  [undefined, (s) => `"password" : [ "${s}" ]`, 'password'],
  [undefined, (s) => `password:\n    ${s}\nuser: bob`, 'user: bob'],
  [undefined, (s) => `ｐassword ＝ nothing; secret：${s}`, 'nothing'],
  [undefined, (s) => `jdbc:oracle:thin:scott/${s}@//db:1521/x`, 'db:1521/x'],
  [undefined, (s) => `the user bob logged in using password ${s}`, 'the user bob'],
];

export function heldOutSecrets(seed: number): readonly Sample[] {
  const r = new Random(seed);
  const make = (family: string, tier: Sample['tier'], [key, value, ...context]: Template, secret: string): Sample => ({
    family,
    tier,
    ...(key !== undefined && { key }),
    value: value(secret),
    secret,
    context,
  });
  return [
    ...HELD_OUT_VENDORS.flatMap((vendor) =>
      [0, 1, 2].map(() => make(vendor.name, vendor.tier, r.pick(AROUND), vendor.make(r))),
    ),
    ...KEYED.filter(([key]) => key !== 'otp').flatMap((template) =>
      [0, 1].map(() => make('key', 'core', template, r.password())),
    ),
    ...ADVERSARIAL.flatMap((template) => [0, 1].map(() => make('adversarial', 'adversarial', template, r.password()))),
    ...[0, 1, 2].map(() => {
      const s = r.card().replace(/(\d{4})(?=\d)/g, '$1-');
      return make('card', 'core', [undefined, (x) => `tarjeta ${x} rechazada`, 'tarjeta', 'rechazada'], s);
    }),
    ...[0, 1, 2].map(() => {
      const s = r.iban();
      return make('iban', 'core', [undefined, (x) => `{"iban":"${x}","name":"bob"}`, 'bob'], s);
    }),
  ];
}
