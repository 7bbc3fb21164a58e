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

export interface UpstreamSubscription {
  /** Reads nothing more from the socket, so that the subgraph waits; what shares the socket waits too. */
  hold(): void;
  resume(): void;
  /** The last one leaving closes the socket, also while nothing comes. */
  leave(): void;
}

/** One socket to one subgraph in one viewer's name, for several subscriptions. */
export interface UpstreamConnection {
  readonly full: boolean;
  subscribe(query: string, variables: Record<string, unknown>, listener: UpstreamListener): UpstreamSubscription;
}

const { upstream } = limits.subscriptions;
const refusals = new Set([4401, 4403]);

/** The class that the client opens its socket with; it passes no options of its own. */
function socketClass(headers: Record<string, string>) {
  return class extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, {
        headers,
        maxPayload: upstream.messageBytes,
        handshakeTimeout: upstream.connectTimeout,
        perMessageDeflate: false,
        followRedirects: false,
      });
    }
  };
}

function closeCode(event: unknown): number | undefined {
  return typeof event === "object" && event !== null && "code" in event ? Number(event.code) : undefined;
}

/**
 * @param gone called once when it takes no more subscriptions, because it was lost or nobody is left
 */
function openConnection(url: string, viewer: Viewer, correlationId: string, gone: () => void): UpstreamConnection {
  const live = new Map<UpstreamSubscription, UpstreamListener>();
  const holding = new Set<UpstreamSubscription>();
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
    for (const [subscription, listener] of [...live]) {
      subscription.leave();
      listener.lost({ kind, reason, lasted });
    }
  }

  const client = createClient({
    url,
    webSocketImpl: socketClass({ [correlationHeader]: correlationId, "x-forwarded-for": viewer.address }),
    retryAttempts: 0,
    connectionAckWaitTimeout: upstream.connectTimeout,
    keepAlive: upstream.heartbeat,
    connectionParams: viewer.authorization === undefined ? {} : { authorization: viewer.authorization },
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
        if (over) socket.close(1000, "Normal closure");
      },
      connected: () => {
        acknowledgedAt = performance.now();
        read();
      },
      ping: (received) => {
        // While nothing is read, no answer is either.
        if (received || over || holding.size > 0) return;
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

  function read(): void {
    if (socket?.readyState !== WebSocket.OPEN) return;
    if (holding.size > 0) {
      clearTimeout(unanswered);
      socket.pause();
    } else socket.resume();
  }

  return {
    get full() {
      return live.size >= upstream.subscriptionsPerSocket;
    },
    subscribe(query, variables, listener) {
      /** @returns false when it has ended before */
      const end = () => {
        if (!live.delete(subscription)) return false;
        subscription.resume();
        // Before anything is closed, so that whoever comes next opens a connection of its own.
        if (live.size === 0) finish();
        return true;
      };
      const subscription: UpstreamSubscription = {
        hold() {
          if (!live.has(subscription)) return;
          holding.add(subscription);
          read();
        },
        resume() {
          if (holding.delete(subscription)) read();
        },
        leave() {
          if (end()) dispose();
        },
      };
      live.set(subscription, listener);
      const dispose = client.subscribe(
        { query, variables },
        {
          next: (result) => {
            if (live.has(subscription)) listener.event(result as FormattedExecutionResult);
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
      return subscription;
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
  const open = new Map<string, Set<UpstreamConnection>>();
  return {
    to(service, viewer) {
      const key = `${service} ${viewer.key}`;
      const connections = open.get(key) ?? new Set();
      open.set(key, connections);
      for (const connection of connections) if (!connection.full) return connection;
      const url = subgraphs.get(service)?.replace(/^http/, "ws");
      if (url === undefined) throw new Error(`there is no subgraph ${service}`);
      const connection = openConnection(url, viewer, newCorrelationId(), () => {
        connections.delete(connection);
        if (connections.size === 0 && open.get(key) === connections) open.delete(key);
      });
      connections.add(connection);
      return connection;
    },
  };
}
