import { type Client, createClient } from "graphql-ws";
import type { ConnectionStore } from "../../lib/live/connection-store.ts";
import { isRetryable } from "../../lib/live/stream-failure.ts";

const pingMilliseconds = 15_000;
const pongMilliseconds = 5_000;
const acknowledgementMilliseconds = 10_000;
const firstWaitMilliseconds = 300;
const longestWaitMilliseconds = 30_000;

export function socketAddress({ protocol, host }: Pick<Location, "protocol" | "host"> = window.location): string {
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/graphql`;
}

/** Waits longer after each failed try, and not at all once the browser has its network back. */
export async function waitBeforeRetry(retries: number): Promise<void> {
  const grown = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** retries);
  const wait = navigator.onLine ? grown * (0.5 + Math.random()) : longestWaitMilliseconds;
  await new Promise<void>((resolve) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, wait);
    window.addEventListener("online", go);
  });
}

export interface LiveSocket {
  readonly subscribe: Client["subscribe"];
  /** Heeds what the browser says of its network, until the returned function is called. */
  readonly watchNetwork: () => () => void;
}

/** The socket that subscriptions share, open for as long as there is one. The session cookie travels with it. */
export function createLiveSocket(connection: ConnectionStore): LiveSocket {
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  const lost = () => {
    clearTimeout(unanswered);
    connection.set(navigator.onLine ? "reconnecting" : "offline");
  };

  const client = createClient({
    url: () => socketAddress(),
    keepAlive: pingMilliseconds,
    connectionAckWaitTimeout: acknowledgementMilliseconds,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: isRetryable,
    retryWait: waitBeforeRetry,
    on: {
      connected: () => connection.set("live"),
      // A dead network closes nothing by itself: a socket that owes an answer for too long is given up.
      ping: (received) => {
        if (!received) {
          clearTimeout(unanswered);
          unanswered = setTimeout(() => client.terminate(), pongMilliseconds);
        }
      },
      pong: (received) => {
        if (received) {
          clearTimeout(unanswered);
        }
      },
      closed: lost,
      error: lost,
    },
  });

  return {
    subscribe: client.subscribe,
    watchNetwork() {
      const offline = () => {
        connection.set("offline");
        client.terminate();
      };
      const online = () => {
        if (connection.current() === "offline") {
          connection.set("reconnecting");
        }
      };
      window.addEventListener("offline", offline);
      window.addEventListener("online", online);
      return () => {
        window.removeEventListener("offline", offline);
        window.removeEventListener("online", online);
      };
    },
  };
}
