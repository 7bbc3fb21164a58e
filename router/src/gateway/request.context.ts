/** What travels with one operation through the gateway. */
export interface RouterContext {
  /** The authorization header that subgraphs receive; undefined for a caller without a token. */
  readonly authorization: string | undefined;
  /** True when the caller proved no identity and proof is required for anything but introspection. */
  readonly anonymous: boolean;
  readonly correlationId: string;
  /** The caller's address as this process saw it. */
  readonly clientAddress: string;
  /** Milliseconds of `performance.now()` after which no further subgraph is asked. */
  readonly deadline: number;
}
