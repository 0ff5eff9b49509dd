// What only looks like a secret: the half that the rules were written against.
import { Random } from './random.ts';
import type { Sample } from './sample.ts';

const PROSE: readonly string[] = [
  'password reset page opened', 'the token expired 3 minutes ago', 'Invalid password', 'password is required', 'Password: must contain 8 characters',
  'Unexpected token } in JSON at position 42', 'SyntaxError: Unexpected token: identifier', 'token_type: bearer', 'grant_type=authorization_code',
  'max_tokens=4096 temperature=0.7', 'used 1523 tokens (prompt: 1200, completion: 323)', 'tokens_per_second: 42.5', 'total_tokens=1523',
  'primary key (id)', 'FOREIGN KEY (author_id) REFERENCES authors(id)', 'cache_key=user:42:profile', 'keyboard layout: en-US', 'the monkey ate the key lime pie',
  'author: Jane Doe', 'authority: https://login.example.com', 'authentication succeeded for bob', 'Authorization header is missing', 'cookie policy accepted',
  'secret santa party at 5pm', 'The Secret Garden, page 12', 'press any key to continue', 'key: value pairs are sorted', 'sort key: created_at',
  'commit 3f786850e387550fdab836ed7e6dc881de23001b merged', 'trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7',
  'id 550e8400-e29b-41d4-a716-446655440000 created', 'ulid 01ARZ3NDEKTSV4RRFFQ69G5FAV', 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '2024-01-15T10:30:00.123Z started', 'version 1.10.0-rc.1+build.5', 'price: $1,299.99', 'total 1234567 EUR', 'phone-like 555-0199 ext 4',
  '/usr/local/lib/node_modules/token/index.js', 'C:\\Users\\bob\\secrets\\readme.txt', 'SELECT * FROM users WHERE id = $1', 'SELECT password FROM users',
  'UPDATE users SET password = ? WHERE id = ?', 'INSERT INTO users (name, password) VALUES ($1, $2)', 'password_changed_at: 2024-01-15', 'has_password: true',
  '"integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="', 'etag: "33a64df551425fcc55e4d42a148795d9f25f89d4"',
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '.btn { color: #ff00aa; } .token { display: none; }', '<input type="password" name="password">',
  'la contraseña es obligatoria', 'contraseña incorrecta', 'la clave primaria es id', 'palabra clave: observabilidad', 'a senha expirou', 'senha inválida, tente novamente',
  'o token expirou há 3 minutos', 'el token ha caducado', 'pass: 12, fail: 0', 'tests passed: 120, skipped: 3', '3 passing (20ms)', 'passenger list for flight 220',
  'signature verification failed', 'https://example.com/reset-password?step=2', 'https://example.com/docs/tokens#limits', 'GET /api/keys/42 200 12ms',
  'user@host:/srv/app$ ls', 'see https://example.com/a/b?page=2&sort=asc#top', 'mailto list at 10:30', 'ratio 16:9, 4:3', 'AKIA is the prefix of access key ids',
  'Bearer tokens are described in RFC 6750', 'Basic authentication is deprecated', 'eyJ is how JWTs begin', 'use sk- keys in production', '-----BEGIN CERTIFICATE----- is a PEM header',
  'password: string;', 'token: String!', 'const token = getToken()', 'process.env.API_KEY is not set', 'api_key=${API_KEY}', 'password: ********', 'password=<hidden>', 'secret: null', 'token=undefined',
];

const ATTRIBUTES: readonly (readonly [string, unknown])[] = [
  ['gen_ai.usage.input_tokens', 1523], ['gen_ai.usage.output_tokens', 42], ['gen_ai.request.max_tokens', 4096], ['llm.token_count', 1565], ['tokens_per_second', 42.5],
  ['time_to_first_token', 0.456], ['token_type', 'bearer'], ['author', 'Jane Doe'], ['authority', 'example.com'], ['keyboard', 'qwerty'], ['monkey', 'capuchin'],
  ['primary_key', 'id'], ['cache_key', 'user:42:profile'], ['foreignKey', 'author_id'], ['partition_key', 'tenant-42'], ['messaging.kafka.message.key', 'order-42'],
  ['password_changed_at', '2024-01-15T00:00:00Z'], ['has_password', true], ['password', true], ['password', null], ['passwordResetRequired', false],
  ['api_key_id', 'key-42'], ['session.id', '4bf92f3577b34da6a3ce929d0e0e4736'], ['user.id', 'u-42'], ['trace_id', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ['git.commit', '3f786850e387550fdab836ed7e6dc881de23001b'], ['service.version', '1.10.0'], ['url.path', '/reset-password'], ['http.route', '/tokens/:id'],
  ['db.statement', 'SELECT token FROM sessions WHERE user_id = $1'], ['passes', 12], ['compass', 'north'], ['secretary', 'Ann'], ['tokenizer', 'cl100k_base'],
  ['key', 'order-42'], ['keys', ['a', 'b']], ['tags', ['password', 'login']], ['next_token', 'page-2'], ['routing_key', 'orders.created'], ['public_key_id', 'pk-1'],
  ['secret_name', 'prod/db'], ['token_endpoint', 'https://example.com/oauth/token'], ['password_policy', 'strong'], ['auth_method', 'oauth2'], ['auth.type', 'oidc'],
  ['cookie_consent', 'accepted'], ['authenticated', true], ['authorized_by', 'bob'], ['signature_algorithm', 'RS256'], ['pin_count', 4], ['idempotency_key', '4f1c'],
  ['object', { tokens: { input: 12, output: 5 }, usage: { total_tokens: 17 } }], ['http.request.header.content-type', 'application/json'], ['access_level', 'admin'],
];

const SHAPES: readonly ((r: Random) => string)[] = [
  (r) => `id=${r.uuid()}`, (r) => `sha ${r.hex(40)}`, (r) => `span ${r.hex(16)} of ${r.hex(32)}`, (r) => `order ${r.digits(8)} shipped`, (r) => `took ${r.digits(3)}.${r.digits(4)} ms`,
  (r) => `request ${r.lower(12)} done`, (r) => `at 17${r.digits(11)}`, (r) => `digest sha512-${r.base64(86)}==`, (r) => `image data:image/png;base64,${r.base64(200)}`,
  (r) => `container ${r.hex(64)} started`, (r) => `GET /v1/items/${r.alnum(20)} 200`, (r) => `build ${r.digits(4)}-${r.digits(2)}-${r.digits(2)} ok`,
];

export function tunedInnocents(seed: number): readonly Sample[] {
  const r = new Random(seed);
  return [
    ...PROSE.map((value): Sample => ({ family: 'prose', tier: 'innocent', value })),
    ...ATTRIBUTES.map(([key, value]): Sample => ({ family: 'attribute', tier: 'innocent', key, value })),
    ...SHAPES.flatMap((make) => [0, 1, 2, 3].map((): Sample => ({ family: 'shape', tier: 'innocent', value: make(r) }))),
  ];
}
