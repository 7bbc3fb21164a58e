import { setTimeout as wait } from "node:timers/promises";
import { type Client, createClient, type ExecutionResult } from "graphql-ws";
import { WebSocket } from "ws";
import type { TestViewer } from "./test.issuer.ts";
import type { TestSubgraph } from "./test.subgraph.ts";

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query, which a test knows
export type TestEvent = ExecutionResult<any>;

export interface TestSubscription {
  /** What arrived, in order. */
  readonly events: TestEvent[];
  /** Resolves with what arrived when there are `count` of it. */
  arrived(count: number): Promise<TestEvent[]>;
  /** How it ended: the errors that were told, or nothing after `stop()`. */
  readonly ended: Promise<unknown>;
  stop(): void;
}

export interface TestSubscriber {
  readonly client: Client;
  /** Resolves when the socket is closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** The socket, once it is open. */
  socket(): WebSocket;
  /** Subscribes, and resolves when events flow or the subscription was refused. */
  subscribe(query: string, variables?: Record<string, unknown>): Promise<TestSubscription>;
  close(): Promise<void>;
}

const patience = 10_000;

/** A client of graphql-transport-ws, as integrators write it; it does not connect again by itself. */
export async function connectSubscriber(
  subgraph: Pick<TestSubgraph, "url" | "issuer">,
  viewer: TestViewer | null,
  options: { readonly parameters?: Record<string, unknown>; readonly claims?: Record<string, unknown> } = {},
): Promise<TestSubscriber> {
  const opened: WebSocket[] = [];
  class Socket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols);
      opened.push(this);
    }
  }
  const token = viewer && { authorization: `Bearer ${await subgraph.issuer.tokenFor(viewer, options.claims)}` };
  const client = createClient({
    url: `${subgraph.url.replace("http", "ws")}/graphql`,
    webSocketImpl: Socket,
    connectionParams: { ...token, ...options.parameters },
    retryAttempts: 0,
    lazy: false,
    // The socket's end is observed by `closed`.
    onNonLazyError: () => undefined,
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    client.on("closed", (event) => resolve(event as { code: number; reason: string })),
  );
  await Promise.race([new Promise((resolve) => client.on("connected", resolve)), closed]);

  return {
    client,
    closed,
    socket() {
      const socket = opened.at(-1);
      if (!socket) throw new Error("The socket was not opened.");
      return socket;
    },
    async subscribe(query, variables = {}) {
      const openBefore = await openSubscriptions(subgraph.url);
      const events: TestEvent[] = [];
      let stop: (() => void) | undefined;
      let over = false;
      const ended = new Promise<unknown>((resolve) => {
        stop = client.subscribe(
          { query, variables },
          {
            next: (event) => events.push(event as TestEvent),
            error: resolve,
            complete: () => resolve(undefined),
          },
        );
      }).finally(() => {
        over = true;
      });
      await until(async () => over || (await openSubscriptions(subgraph.url)) > openBefore);
      return {
        events,
        ended,
        stop: () => stop?.(),
        async arrived(count) {
          await until(async () => over || events.length >= count);
          return events;
        },
      };
    },
    close: async () => client.dispose(),
  };
}

/** How many subscriptions the process at `url` has open, as its metrics say. */
export async function openSubscriptions(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = [...text.matchAll(/^careconnect_subscriptions_open\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
  return counts.reduce((total, count) => total + count, 0);
}

/** Resolves when `condition` holds. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + patience; !(await condition()); await wait(10)) {
    if (Date.now() > deadline) throw new Error("What the test waits for did not happen.");
  }
}
