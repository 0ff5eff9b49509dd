// The half of the corpus that the rules were written against.
import { Random } from './random.ts';
import type { Sample } from './sample.ts';
import { VENDORS } from './vendor-samples.ts';

type Template = readonly [key: string | undefined, value: (s: string) => unknown, ...context: string[]];

/** Where a token stands by itself: in prose, URLs, JSON, stack traces, beside what is no ASCII. */
const AROUND: readonly Template[] = [
  [undefined, (s) => `request failed with key ${s} after 3 retries`, 'request failed with', 'after 3 retries'],
  [undefined, (s) => `curl -H "X-Thing: ${s}" https://example.com/v1`, 'curl -H "X-Thing: ', 'https://example.com/v1'],
  [undefined, (s) => `{"value":"${s}","region":"eu-west-1"}`, '"region":"eu-west-1"'],
  [undefined, (s) => `usando「${s}」、完了`, 'usando「', '」、完了'],
  [undefined, (s) => `🔑${s}🔒 fertig`, '🔑', '🔒 fertig'],
  [
    undefined,
    (s) => `Error: bad value '${s}'\n    at main (/app/index.js:3:7)`,
    'Error: bad value',
    '/app/index.js:3:7',
  ],
  ['note', (s) => `see (${s}), please.`, 'see (', 'please.'],
  ['payload', (s) => JSON.stringify({ inner: JSON.stringify({ v: s, page: 4 }) }), 'page'],
  ['items', (s) => ['first', `x=${s}`, 'last'], 'first', 'last'],
  ['deep', (s) => ({ a: { b: [{ c: s, d: 7 }] } }), '"d":7'],
];

const PASSWORDS: readonly Template[] = [
  ['password', (s) => s],
  ['db.password', (s) => s],
  ['userPassword', (s) => s],
  ['SMTP_PASS', (s) => s],
  ['X-Api-Key', (s) => s],
  ['clientSecret', (s) => s],
  ['contraseña', (s) => s],
  ['senha_do_banco', (s) => s],
  ['claveSecreta', (s) => s],
  ['config', (s) => ({ host: 'db1', auth: { user: 'bob', pwd: s } }), 'db1', 'bob'],
  ['credentials', (s) => ({ region: 'eu-west-1', values: [s] }), 'eu-west-1'],
  [
    'headers',
    (s) => [
      { name: 'Authorization', value: s },
      { name: 'Host', value: 'example.com' },
    ],
    'example.com',
    'Authorization',
  ],
  [
    'headers',
    (s) => [
      ['x-api-key', s],
      ['host', 'example.com'],
    ],
    'example.com',
  ],
  ['process.command_args', (s) => ['node', 'app.js', '--db-password', s, '--port', '80'], 'app.js', '--port'],
  ['process.command_args', (s) => ['node', `--api-key=${s}`, '--port=80'], '--port=80', '--api-key='],
  [undefined, (s) => `password=${s}`, 'password='],
  [undefined, (s) => `Login of bob with password: ${s} failed`, 'Login of bob', 'failed'],
  [undefined, (s) => `DB_HOST=db1\nDB_PASSWORD=${s}\nDB_PORT=5432`, 'DB_HOST=db1', 'DB_PORT=5432'],
  [undefined, (s) => `{"user":"bob","password":"${s}","age":31}`, '"user":"bob"', '"age":31'],
  [undefined, (s) => JSON.stringify({ body: JSON.stringify({ api_key: s, user: 'bob' }) }), 'bob'],
  [undefined, (s) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ secret: s, n: 'bob' }) }) }), 'bob'],
  [undefined, (s) => `{'client_secret': '${s}', 'scope': 'read'}`, "'scope': 'read'"],
  [
    undefined,
    (s) => `GET https://api.example.com/v1/users?access_token=${encodeURIComponent(s)}&page=2 200`,
    '&page=2 200',
    'api.example.com',
  ],
  [undefined, (s) => `https://example.com/cb#id_token=${encodeURIComponent(s)}&state=open`, 'example.com/cb'],
  [undefined, (s) => `username=bob&password=${encodeURIComponent(s)}&remember=1`, 'username=bob', 'remember=1'],
  [undefined, (s) => `next=%2Fhome%3Fapi_key%3D${encodeURIComponent(s)}%26page%3D2`, 'page%3D2'],
  [
    undefined,
    (s) => `postgres://app:${encodeURIComponent(s)}@db.example.com:5432/main`,
    'postgres://app:',
    '@db.example.com:5432/main',
  ],
  [undefined, (s) => `connecting to redis://:${encodeURIComponent(s)}@cache:6379/0 …`, '@cache:6379/0'],
  [undefined, (s) => `mongodb+srv://bob:${encodeURIComponent(s)}@c0.mongodb.net/?retryWrites=true`, 'c0.mongodb.net'],
  [undefined, (s) => `Server=tcp:db,1433;User Id=sa;Password=${s};Encrypt=true`, 'User Id=sa', 'Encrypt=true'],
  [undefined, (s) => `host=db user=bob password=${s} dbname=main`, 'host=db user=bob', 'dbname=main'],
  [undefined, (s) => `host=db user=bob password='${s}' dbname=main`, 'dbname=main'],
  [
    undefined,
    (s) => `jdbc:mysql://db:3306/main?user=bob&password=${s}&useSSL=true`,
    'jdbc:mysql://db:3306/main?user=bob',
    'useSSL=true',
  ],
  [undefined, (s) => `mysqldump -h db -u root -p${s} main`, '-h db', ' main'],
  [undefined, (s) => `tool --user bob --password ${s} --verbose`, '--user bob', '--verbose'],
  [undefined, (s) => `curl -u bob:${s} https://example.com/`, 'https://example.com/', 'bob'],
  [undefined, (s) => `sshpass -p ${s} ssh bob@host`, 'ssh bob@host'],
  [undefined, (s) => `ALTER USER bob WITH PASSWORD '${s}'`, 'ALTER USER bob'],
  [undefined, (s) => `CREATE USER 'bob'@'%' IDENTIFIED BY '${s}'`, "CREATE USER 'bob'"],
  [undefined, (s) => `UPDATE users SET password = '${s}' WHERE id = 7`, 'UPDATE users SET', 'WHERE id = 7'],
  [undefined, (s) => `INSERT INTO users (name, password, age) VALUES ('bob', '${s}', 31)`, "'bob'", '31'],
  [undefined, (s) => `db:\n  user: bob\n  password: ${s}\n  port: 1`, 'user: bob', 'port: 1'],
  [undefined, (s) => `[db]\nuser = "bob"\npassword = "${s}"\nport = 1`, 'user = "bob"', 'port = 1'],
  [undefined, (s) => `<user>bob</user><password>${s}</password>`, '<user>bob</user>', '</password>'],
  [undefined, (s) => `<add key="Password" value="${s}" />`, '<add key="Password"'],
  [
    undefined,
    (s) => `GET / HTTP/1.1\r\nAuthorization: Bearer ${s}\r\nHost: example.com`,
    'Host: example.com',
    'Authorization',
  ],
  [undefined, (s) => `Cookie: theme=dark; sid=${s}; lang=en\nHost: example.com`, 'Host: example.com'],
  [undefined, (s) => `Set-Cookie: session=${s}; Path=/; HttpOnly`, 'Path=/', 'HttpOnly'],
  [undefined, (s) => `x-api-key: ${s}\ncontent-type: text/plain`, 'content-type: text/plain'],
  [undefined, (s) => `La contraseña es ${s} y el usuario es ana`, 'el usuario es ana'],
  [undefined, (s) => `A senha do usuário: ${s}, tente de novo`, 'tente de novo'],
  [undefined, (s) => `clave de acceso = ${s}`, 'clave de acceso'],
  [undefined, (s) => `the password for bob is ${s}, keep it`, 'the password for bob', 'keep it'],
  [undefined, (s) => `User{name=bob, password=${s}, age=31}`, 'name=bob', 'age=31'],
  [undefined, (s) => `{:user=>"bob", :password=>"${s}"}`, ':user=>"bob"'],
  [undefined, (s) => `const dbPassword = "${s}"; // todo`, '// todo'],
];

const shape = (r: Random): Sample[] => {
  const [card, iban, area] = [r.card(), r.iban(), 100 + r.integer(500)];
  const ssn = `${area}-${10 + r.integer(89)}-${1000 + r.integer(8999)}`;
  const spaced = card.length === 16 ? card.replace(/(\d{4})(?=\d)/g, '$1 ') : card;
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${r.base64(64)}\n${r.base64(64)}\n-----END RSA PRIVATE KEY-----`;
  const webhook = `${r.upper(9)}/${r.upper(10)}/${r.alnum(24)}`;
  const one = (family: string, value: unknown, secret: string, ...context: string[]): Sample => ({
    family,
    tier: 'core',
    value,
    secret,
    context,
  });
  return [
    one('card', `paid with ${card} today`, card, 'paid with', 'today'),
    one('card', `card: ${spaced}, exp 12/29`, spaced, 'exp 12/29'),
    one('iban', `transfer to ${iban} done`, iban, 'transfer to', 'done'),
    one('iban', `IBAN ${iban.replace(/(.{4})(?=.)/g, '$1 ')}.`, `${iban.slice(4, 8)} ${iban.slice(8, 12)}`, 'IBAN'),
    one('ssn', `SSN ${ssn} on file`, ssn, 'on file'),
    one('pem', `loaded ${key} from disk`, key.slice(33, 90), 'loaded', 'from disk'),
    one('pem', JSON.stringify({ private_key: key, client: 'bob' }), key.slice(33, 90), 'bob'),
    one('pem', `cert: ${key.slice(0, 120)}`, key.slice(33, 90), 'cert:'),
    one(
      'slack webhook',
      `POST https://hooks.slack.com/${'serv'}ices/${webhook} 200`,
      webhook,
      'hooks.slack.com',
      '200',
    ),
    one(
      's3 url',
      `https://b.s3.amazonaws.com/k?X-Amz-Date=20240101T000000Z&X-Amz-Signature=${'a'.repeat(32)}${card}&X-Amz-Expires=60`,
      card,
      'X-Amz-Expires=60',
      'X-Amz-Date=20240101T000000Z',
    ),
    one(
      'azure',
      `DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=${iban}${card}==;EndpointSuffix=core.windows.net`,
      iban,
      'AccountName=acc',
      'EndpointSuffix=core.windows.net',
    ),
  ];
};

export function tunedSecrets(seed: number): readonly Sample[] {
  const r = new Random(seed);
  const vendors = VENDORS.flatMap(({ name, tier, make }) =>
    [r.pick(AROUND), r.pick(AROUND), r.pick(AROUND)].map(([key, value, ...context]): Sample => {
      const secret = make(r);
      return { family: name, tier, ...(key !== undefined && { key }), value: value(secret), secret, context };
    }),
  );
  const keyed = PASSWORDS.flatMap(([key, value, ...context]) =>
    [0, 1].map((): Sample => {
      const secret = r.password();
      return { family: 'key', tier: 'core', ...(key !== undefined && { key }), value: value(secret), secret, context };
    }),
  );
  return [...vendors, ...keyed, ...shape(r), ...shape(r), ...shape(r)];
}
