/** Seeded made-up characters: no secret in this repository is real, and none is written down. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** mulberry32 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  integer(below: number): number {
    return Math.floor(this.next() * below);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.integer(from.length)] as T;
  }

  of(alphabet: string, length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[this.integer(alphabet.length)];
    return text;
  }

  digits = (n: number): string => this.of('0123456789', n);
  hex = (n: number): string => this.of('0123456789abcdef', n);
  lower = (n: number): string => this.of('abcdefghijklmnopqrstuvwxyz0123456789', n);
  upper = (n: number): string => this.of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', n);
  alnum = (n: number): string => this.of('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', n);
  url64 = (n: number): string =>
    this.of('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-', n - 1) + this.of('abc123', 1);
  base64 = (n: number): string =>
    this.of('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', n - 1) + this.of('abc123', 1);
  uuid = (): string => [8, 4, 4, 4, 12].map((n) => this.hex(n)).join('-');
  /** What people choose, with a character that some notations escape now and then. */
  password = (): string =>
    this.pick([
      () =>
        `${this.pick(['Hunter', 'Tiger', 'Verano', 'Brasil', 'winter', 'Dragon'])}${this.digits(4)}${this.pick(['!', '', '$', '#'])}`,
      () => `${this.alnum(6)}-${this.alnum(5)}`,
      () => this.alnum(14),
      () => `${this.lower(5)}!${this.alnum(4)}_${this.digits(2)}`,
      () => `P${this.of('aeiou', 1)}ss.${this.alnum(6)}`,
    ])();
  jwt = (): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: this.digits(8), iat: 1700000000, n: this.alnum(8) })}.${this.url64(43)}`;
  };
  card = (): string => {
    const body = `${this.pick(['4', '51', '55', '37', '6011'])}${this.digits(20)}`;
    const length = body.startsWith('37') ? 14 : 15;
    const digits = body.slice(0, length);
    let sum = 0;
    for (let i = 0; i < length; i++) {
      let d = Number(digits[length - 1 - i]);
      if (i % 2 === 0) d = d * 2 > 9 ? d * 2 - 9 : d * 2;
      sum += d;
    }
    return `${digits}${(10 - (sum % 10)) % 10}`;
  };
  iban = (): string => {
    const [country, length] = this.pick([
      ['DE', 18],
      ['ES', 20],
      ['PT', 21],
      ['NL', 14],
      ['GB', 18],
      ['FR', 23],
    ] as const);
    const body =
      country === 'NL' ? `ABNA${this.digits(10)}` : country === 'GB' ? `WEST${this.digits(14)}` : this.digits(length);
    const number = [...`${body}${country}00`].map((c) => Number.parseInt(c, 36)).join('');
    return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${body}`;
  };
}
