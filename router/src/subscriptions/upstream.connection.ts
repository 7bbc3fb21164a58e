import type { FormattedExecutionResult, GraphQLFormattedError } from "graphql";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { limits } from "../limits/router.limits.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import type { Viewer } from "./viewer.audience.ts";

/** Why a connection to a subgraph ended. */
export interface Loss {
  /** Refused: the subgraph did not accept the token, or no longer does. */
  readonly kind: "refused" | "unreachable";
  /** For the log. */
  readonly reason: string;
  /** Milliseconds since the subgraph acknowledged it; undefined when it never did. */
  readonly lasted: number | undefined;
}

export interface UpstreamListener {
  event(result: FormattedExecutionResult): void;
  /** The subgraph refused or ended this one subscription, for the reasons given. */
  failed(errors: readonly GraphQLFormattedError[]): void;
  /** The subgraph says that nothing more will come. */
  completed(): void;
  lost(loss: Loss): void;
}

/** One socket to one subgraph in one viewer's name, for any number of subscriptions. */
export interface UpstreamConnection {
  /** @returns how to leave; the last one leaving closes the socket, also while nothing comes */
  subscribe(query: string, variables: Record<string, unknown>, listener: UpstreamListener): () => void;
}

const { upstream } = limits.subscriptions;
const refusals = new Set([4401, 4403]);

class SubgraphSocket extends WebSocket {
  constructor(url: string, protocol: string) {
    super(url, protocol, {
      maxPayload: upstream.messageBytes,
      handshakeTimeout: upstream.connectTimeout,
      perMessageDeflate: false,
      followRedirects: false,
    });
  }
}

function closeCode(event: unknown): number | undefined {
  return typeof event === "object" && event !== null && "code" in event ? Number(event.code) : undefined;
}

/**
 * @param gone called once when it takes no more subscriptions, because it was lost or nobody is left
 */
function openConnection(url: string, viewer: Viewer, correlationId: string, gone: () => void): UpstreamConnection {
  interface Subscription {
    readonly listener: UpstreamListener;
    leave(): void;
  }
  const live = new Set<Subscription>();
  let acknowledgedAt: number | undefined;
  let over = false;
  let unanswered: NodeJS.Timeout | undefined;
  let socket: WebSocket | undefined;

  function finish(): void {
    if (over) return;
    over = true;
    clearTimeout(unanswered);
    gone();
    // The client counts who is left by itself, but counts one that ends on both sides at once twice, and then never closes.
    socket?.close(1000, "Normal closure");
  }

  // The client would subscribe again by itself after some closes, with the same payload: what came between would be lost.
  // Here every subscription is taken from it first, and whoever holds it decides how to go on.
  function lose(reason: string, code?: number): void {
    if (over) return;
    finish();
    const kind = code !== undefined && refusals.has(code) ? "refused" : "unreachable";
    const lasted = acknowledgedAt === undefined ? undefined : performance.now() - acknowledgedAt;
    for (const subscription of [...live]) {
      subscription.leave();
      subscription.listener.lost({ kind, reason, lasted });
    }
  }

  const client = createClient({
    url,
    webSocketImpl: SubgraphSocket,
    retryAttempts: 0,
    connectionAckWaitTimeout: upstream.connectTimeout,
    keepAlive: upstream.heartbeat,
    connectionParams: {
      ...(viewer.authorization === undefined ? {} : { authorization: viewer.authorization }),
      [correlationHeader]: correlationId,
      "x-forwarded-for": viewer.address,
    },
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
        if (over) socket.close(1000, "Normal closure");
      },
      connected: () => {
        acknowledgedAt = performance.now();
      },
      ping: (received) => {
        if (received || over) return;
        clearTimeout(unanswered);
        unanswered = setTimeout(() => {
          lose("no answer to a ping");
          client.terminate();
        }, upstream.heartbeatAnswer);
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered);
      },
      error: () => lose("connection error"),
      closed: (event) => lose(`closed with ${closeCode(event)}`, closeCode(event)),
    },
  });

  return {
    subscribe(query, variables, listener) {
      let ended = false;
      const end = () => {
        if (ended) return false;
        ended = true;
        live.delete(subscription);
        // Before anything is closed, so that whoever comes next opens a connection of its own.
        if (live.size === 0) finish();
        return true;
      };
      const subscription: Subscription = {
        listener,
        leave() {
          if (end()) dispose();
        },
      };
      live.add(subscription);
      const dispose = client.subscribe(
        { query, variables },
        {
          next: (result) => {
            if (!ended) listener.event(result as FormattedExecutionResult);
          },
          error: (error) => {
            if (!Array.isArray(error)) lose("connection failed", closeCode(error));
            else if (end()) listener.failed(error);
          },
          complete: () => {
            if (end()) listener.completed();
          },
        },
      );
      return () => subscription.leave();
    },
  };
}

/** The open connections to all subgraphs. */
export interface UpstreamConnections {
  to(service: string, viewer: Viewer): UpstreamConnection;
}

/** @param subgraphs name → the URL of its HTTP endpoint; its socket has the same address */
export function createUpstreamConnections(
  subgraphs: ReadonlyMap<string, string>,
  newCorrelationId: () => string,
): UpstreamConnections {
  const open = new Map<string, UpstreamConnection>();
  return {
    to(service, viewer) {
      const key = `${service} ${viewer.key}`;
      const found = open.get(key);
      if (found !== undefined) return found;
      const url = subgraphs.get(service)?.replace(/^http/, "ws");
      if (url === undefined) throw new Error(`there is no subgraph ${service}`);
      const connection = openConnection(url, viewer, newCorrelationId(), () => open.delete(key));
      open.set(key, connection);
      return connection;
    },
  };
}
