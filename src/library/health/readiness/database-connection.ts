/** A connection to one database that is kept from check to check. */
export interface DatabaseConnection {
  /** Resolves to what was found out, in a few words. Opens a connection where there is none. */
  check(signal: AbortSignal): Promise<string>;
  /** Closes the connection, if there is one. */
  close(): void;
}
