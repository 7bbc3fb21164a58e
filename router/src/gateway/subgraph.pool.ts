import type { RemoteGraphQLDataSource } from "@apollo/gateway";
import { Pool } from "undici";
import { limits } from "../limits/router.limits.ts";

export type Fetcher = RemoteGraphQLDataSource["fetcher"];
export type FetcherResponse = Awaited<ReturnType<Fetcher>>;

export interface SubgraphPool {
  readonly fetcher: Fetcher;
  close(): Promise<void>;
}

// A WHATWG Response would build a stream around a text that is already here: at four fetches per operation that is felt.
class PooledResponse implements FetcherResponse {
  readonly bodyUsed = true;
  readonly redirected = false;
  readonly statusText = "";

  constructor(
    readonly url: string,
    readonly status: number,
    readonly headers: FetcherResponse["headers"],
    private readonly body: string,
  ) {}

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  async text(): Promise<string> {
    return this.body;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.body);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = Buffer.from(this.body);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }

  clone(): FetcherResponse {
    return this;
  }
}

/**
 * Kept-alive connections to one subgraph; nothing here follows redirects or retries.
 * @param timeout milliseconds that one exchange may take from start to end
 */
export function createSubgraphPool(address: string, timeout: number): SubgraphPool {
  const url = new URL(address);
  const pool = new Pool(url.origin, {
    connections: limits.subgraph.connections,
    pipelining: 1,
    connect: { timeout: Math.min(timeout, limits.subgraph.connectTimeout) },
    headersTimeout: timeout,
    bodyTimeout: timeout,
    maxResponseSize: limits.subgraph.responseBytes,
  });
  const path = `${url.pathname}${url.search}`;
  const fetcher: Fetcher = async (_, init) => {
    const response = await pool.request({
      path,
      method: "POST",
      headers: init?.headers ?? {},
      body: init?.body ?? null,
      // The pool's own timeouts start anew with every chunk; a subgraph that trickles must end too.
      signal: AbortSignal.timeout(timeout),
    });
    const contentType = response.headers["content-type"];
    const headers = new Headers(typeof contentType === "string" ? { "content-type": contentType } : {});
    return new PooledResponse(address, response.statusCode, headers, await response.body.text());
  };
  return { fetcher, close: () => pool.destroy() };
}
