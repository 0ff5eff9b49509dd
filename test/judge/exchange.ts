/** A request and its answer, as data: what test/fixtures/judge/exchanges.cjs runs. */
export interface Exchange {
  readonly about: string;
  readonly ask?: Question;
  /** Of several, each is for one request, in turn. @default 200 and a short body */
  readonly answer?: Answer | readonly Answer[];
  /** Where otelier differs from the official package, on purpose. */
  readonly deviation?: Deviation;
}

export interface Deviation {
  readonly reason: string;
  /** What only the official package has for this exchange: spans as `name (kind)`, and one more in the count of these points. */
  readonly officialOnly: { readonly spans: readonly string[]; readonly points: readonly string[] };
}

export interface Question {
  /** `raw` writes bytes to a socket. @default 'request' */
  readonly by?: 'request' | 'get' | 'fetch' | 'raw';
  /** The arguments of `request` or `get`. @default 'url and options' */
  readonly as?:
    | 'string'
    | 'string and options'
    | 'url'
    | 'url and options'
    | 'options'
    | 'options with host'
    | 'options without a prototype';
  /** `nobody`: nothing listens there. `nowhere`: a name that does not exist. @default 'server' */
  readonly at?: 'server' | 'tls' | 'ipv6' | 'nobody' | 'nowhere';
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the body. */
  readonly chunks?: readonly string[];
  /** Instead of the place and path. */
  readonly url?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** For `raw`. `{port}` stands for that of the server. */
  readonly bytes?: string;
  /** @default 1 */
  readonly times?: number;
  /** @default false, one after the other */
  readonly isTogether?: boolean;
  readonly agent?: 'keep-alive';
  /** Outside of any span. */
  readonly isAlone?: boolean;
  /** Nobody listens for the response. */
  readonly isUnheard?: boolean;
  readonly abort?: 'before sending' | 'before the answer' | 'by abort()' | 'in the answer';
  readonly timeoutMillis?: number;
}

export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks?: readonly string[];
  readonly informational?: 'processing' | 'early hints';
  /** The handler throws an error of this message. */
  readonly throws?: string;
  readonly isSilent?: boolean;
  /** The connection ends before the answer. */
  readonly hangsUp?: boolean;
  /** The connection ends within the answer. */
  readonly breaksOff?: boolean;
  /** The answer never ends. */
  readonly staysOpen?: boolean;
}
