/** A request as plain data: it may have come to another thread. */
export interface HealthRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface HealthResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const jsonResponse = (status: number, document: unknown, type = 'application/json'): HealthResponse => ({
  status,
  headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' },
  body: `${JSON.stringify(document)}\n`,
});

export const textResponse = (status: number, body: string, type: string): HealthResponse => ({
  status,
  headers: { 'content-type': type, 'cache-control': 'no-store' },
  body,
});
