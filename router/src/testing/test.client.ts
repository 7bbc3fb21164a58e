import { setTimeout as wait } from "node:timers/promises";
import { type Client, type ClientOptions, createClient, type SubscribePayload } from "graphql-ws";
import { type ClientOptions as SocketOptions, WebSocket } from "ws";

export interface ReceivedResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
  readonly extensions?: unknown;
}

export interface Listening {
  readonly results: ReceivedResult[];
  /** How it ended: in peace, or with what the client was told. */
  readonly ended: Promise<"complete" | ReceivedResult["errors"] | { code: number; reason: string }>;
  /** Resolves once so many results are there. */
  count(most: number): Promise<void>;
  stop(): void;
}

/** Waits until it is so; fails after five seconds. */
export async function until(what: string, check: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await wait(5);
  }
}

export function connectClient(
  url: string,
  connectionParams: ClientOptions["connectionParams"],
  options: Partial<ClientOptions> = {},
  socket: SocketOptions = {},
): Client {
  class Socket extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol, socket);
    }
  }
  return createClient({
    url: `${url.replace(/^http/, "ws")}/graphql`,
    webSocketImpl: Socket,
    retryAttempts: 0,
    connectionParams,
    ...options,
  });
}

export function listen(client: Client, payload: string | SubscribePayload): Listening {
  const results: ReceivedResult[] = [];
  let stop: () => void = () => undefined;
  const ended = new Promise<Awaited<Listening["ended"]>>((resolve) => {
    stop = client.subscribe(typeof payload === "string" ? { query: payload } : payload, {
      next: (result) => results.push(result as ReceivedResult),
      error: (error) => resolve(error as Awaited<Listening["ended"]>),
      complete: () => resolve("complete"),
    });
  });
  return {
    results,
    ended,
    count: (most) => until(`${most} results, there are ${results.length}`, () => results.length >= most),
    stop: () => stop(),
  };
}
