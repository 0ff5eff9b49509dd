// What only looks like a secret: the half that was written before the rules and not tuned against.
import { Random } from './random.ts';
import type { Sample } from './sample.ts';

const CORE: readonly string[] = [
  'Your password was changed yesterday', 'Forgot your password? Click here', 'The access token has been revoked', 'refresh token rotation enabled', 'Missing API key', 'API key not valid. Please pass a valid API key.',
  'prompt_tokens: 120, completion_tokens: 80', 'context window: 128000 tokens', 'avg_inter_token_latency=0.02', 'stop at token limit', 'duplicate key value violates unique constraint "users_pkey"',
  'Key (email)=(bob) already exists.', 'keyspace: main', 'key=42 value=17', 'hotkey ctrl+k', 'donkey kong', 'turkey sandwich', 'authored by Ann', 'co-author: Bob', 'the authorities were informed',
  'merge commit da39a3ee5e6b4b0d3255bfef95601890afd80709 into main', 'X-Request-Id: 7b1c9b9e-6d3a-4f0e-9a59-5b8f2f3c1d2e', 'elapsed=00:01:23.456', 'node v24.21.0 (linux x64)', 'listening on http://localhost:8080',
  'SELECT id, secret_name FROM vaults ORDER BY id', 'DELETE FROM tokens WHERE expires_at < now()', 'CREATE TABLE users (id int, password varchar(255))', 'loading /etc/ssl/private/README', 'see docs/passwords.md',
  'La sesión caducó; vuelva a escribir su contraseña', 'La contraseña debe tener ocho caracteres', 'palabras clave del artículo: redes, datos', 'número de tokens utilizados: 1500', 'Tentativa de acesso negada: token inválido',
  'Digite sua senha para continuar', 'chave estrangeira ausente na tabela pedidos', 'o autor da mensagem é Ana', 'credential provider chain exhausted', 'secret rotation scheduled for 2024-06-01', 'auth: ok', 'pass rate: 98%',
  'session started at 10:15', 'cookies are disabled in this browser', 'signature: void main(String[] args)', 'Basic plan, 10 seats', 'bearer of bad news', 'digest of the week', 'export const KEY_COUNT = 12;', 'input[type=password] { border: 1px }',
  'font-family: "Key Sans"; token-list: none', 'transaction 0x4e3a3754410177e6937ef1f84bba68ea139e8d1a2258c5f85db9f1cd715a1bdd', 'isbn 978-3-16-148410-0', 'order 4111-22', 'lat 52.520008, lon 13.404954', 'call 1-800-555-0199 now', 'IPv6 2001:db8::8a2e:370:7334',
];
const AMBIGUOUS: readonly string[] = [
  'password: none', 'password: unchanged', 'token: EOF', 'secret: yes', 'the key is on the table', 'the password is wrong', 'the token is valid until 2024-12-31', 'the secret is out', 'api key: required', 'session: active', 'auth: basic',
  'pass: 3', 'key: user-42', 'token count: 15', 'Token: 42 of 100', 'password strength: weak', 'credential: file', 'PASSWORD=${DB_PASSWORD}', 'apiKey: process.env.API_KEY', 'password={{ vault_password }}', 'token=$TOKEN', 'secret: [Filtered]',
  'Authorization: [hidden]', 'cookie: none', 'password = input("Password: ")', 'token := nextToken()', 'let secret = config.secret;', 'password=[REDACTED]', 'https://example.com/?token_type=bearer&expires_in=3600', 'state=open', 'sig: 3 digits', 'pin: enabled',
];
const ATTRIBUTES: readonly (readonly [string, unknown])[] = [
  ['gen_ai.usage.cache_read.input_tokens', 800], ['gen_ai.response.finish_reasons', ['stop']], ['llm.usage.total_tokens', 99], ['max_output_tokens', '2048'], ['token_budget', 5000], ['tokens', 17], ['stream.tokens', ['Hello', ' world']],
  ['db.operation.name', 'SELECT'], ['aws.dynamodb.table_names', ['tokens']], ['sortKey', 'created'], ['keyName', 'main'], ['key_count', 3], ['keywords', 'a, b'], ['hotkey', 'ctrl+k'], ['password_length', 12], ['passwordExpiresAt', '2025-01-01'],
  ['isPasswordSet', true], ['tokenExpiry', '2025-01-01T00:00:00Z'], ['token_id', 'tok-17'], ['access_token_expires_in', 3600], ['secret_version', 3], ['secretArn', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod'], ['credential_type', 'oauth'],
  ['auth_provider', 'okta'], ['authorization_endpoint', 'https://example.com/authorize'], ['cookie_count', 3], ['cookieDomain', 'example.com'], ['session_duration', 12], ['session_count', 4], ['author.name', 'Ann'], ['passenger', 'Bob'], ['bypass', 'no'],
  ['http.request.header.accept', ['*/*']], ['url.full', 'https://example.com/?page=2'], ['k8s.secret.name', 'db-creds'], ['code.function', 'getPassword'], ['error.type', 'InvalidTokenError'], ['exception.message', 'invalid password for user bob'],
];

export function heldOutInnocents(seed: number): readonly Sample[] {
  const r = new Random(seed);
  const text = (tier: Sample['tier']) => (value: string): Sample => ({ family: 'prose', tier, value });
  const shapes = [
    () => `GET /files/${r.uuid()}/${r.hex(40)} 200`, () => `etag W/"${r.hex(32)}"`, () => `pod web-${r.lower(10)}-${r.lower(5)} ready`, () => `ts=17${r.digits(8)} n=${r.digits(6)}`,
    () => `sha1-${r.base64(27)}=`, () => `job ${r.digits(10)} queued`, () => `arn:aws:iam::${r.digits(12)}:role/app`, () => `msg-${r.alnum(22)} acked`, () => `${r.digits(4)}/${r.digits(2)}/${r.digits(2)}`, () => `req_${r.alnum(24)}`,
  ];
  return [
    ...CORE.map(text('innocent')),
    ...AMBIGUOUS.map(text('ambiguous')),
    ...ATTRIBUTES.map(([key, value]): Sample => ({ family: 'attribute', tier: 'innocent', key, value })),
    ...shapes.flatMap((make) => [0, 1, 2].map(() => text('innocent')(make()))),
  ];
}
