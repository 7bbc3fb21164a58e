import { once } from "node:events";
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import { handleProtocols, type Server } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { RequestContext } from "../graphql/request.context.ts";
import { correlationIdOf } from "../http/correlation.id.ts";
import { clientAddressOf, type Origin } from "../outbox/command.context.ts";
import { describeFault } from "../telemetry/fault.ts";
import type { Revocations } from "../viewer/revocation.feed.ts";
import type { VerifiedToken } from "../viewer/token.verifier.ts";
import { subscriptionLimits } from "./subscription.limits.ts";
import { type Connection, createSubscriptionProtocol, type ProtocolOptions } from "./subscription.protocol.ts";

export interface SubscriptionServerOptions extends Omit<ProtocolOptions, "limits"> {
  readonly limits?: Partial<ProtocolOptions["limits"]> | undefined;
  readonly whenRevoked: Revocations["whenRevoked"];
  /** A context in which whoever has `token` acts, as of now. */
  readonly contextFor: (token: VerifiedToken, origin: Origin, log: RequestContext["log"]) => Promise<RequestContext>;
}

/** What a closing socket tells its client; clients of graphql-transport-ws connect again after both. */
const closing = {
  tokenExpired: [4403, "The access token has expired: connect again with a new one."],
  tokenRevoked: [4403, "The access token was revoked: sign in again."],
  shutdown: [1001, "The service is stopping: connect again."],
  fault: [4500, "Something went wrong on our side."],
} as const;

/** Answers graphql-transport-ws at `/graphql` of `app`, beside its HTTP. */
export function serveSubscriptions(app: FastifyInstance, options: SubscriptionServerOptions): void {
  const limits = { ...subscriptionLimits, ...options.limits };
  const protocol = createSubscriptionProtocol({ ...options, limits });
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: limits.messageSize,
    perMessageDeflate: false,
  });
  let stopping = false;

  app.server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.url?.split("?")[0] !== "/graphql") return refuse(stream, 404);
    if (stopping || sockets.clients.size >= limits.sockets) return refuse(stream, 503);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      options.metrics.sockets.inc();
      socket.once("close", () => options.metrics.sockets.dec());
      const correlationId = correlationIdOf(request.headers["x-correlation-id"]);
      const log = app.log.child({ correlationId });
      const origin = { correlationId, clientAddress: clientAddressOf(request.headers, request.socket.remoteAddress) };
      converse(protocol, socket, {
        log,
        contextFor: (token) => options.contextFor(token, origin, log),
        endWith: closeWith(socket, options.whenRevoked),
      });
    });
  });

  const heartbeat = keepAlive(sockets, limits.heartbeat);
  app.addHook("preClose", async () => {
    stopping = true;
    clearInterval(heartbeat);
    await closeAll(sockets, limits.closeTimeout);
  });
}

function refuse(stream: Duplex, status: number): void {
  // It may be gone before it reads the answer, which concerns nobody else.
  stream.once("error", () => stream.destroy());
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Joins a socket to the protocol. */
function converse(protocol: Server<Connection>, socket: WebSocket, connection: Connection): void {
  const failed = (error: unknown) => {
    connection.log.error({ fault: describeFault(error) }, "a subscription's connection failed");
    socket.close(...closing.fault);
  };
  // The protocol's own mistakes, such as a message that is too large, which `ws` answers with a close code by itself.
  socket.on("error", (error) => connection.log.info({ fault: describeFault(error) }, "a client's WebSocket broke"));
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) => sent(socket, message),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) => socket.on("message", (message) => void receive(String(message)).catch(failed)),
    },
    connection,
  );
  socket.once("close", (code, reason) => void closed(code, String(reason)).catch(failed));
}

/** Resolves when the message has left this process: until then the subscription takes no further event. */
async function sent(socket: WebSocket, message: string): Promise<void> {
  // What cannot be sent is dropped; a source that never pauses must not go on so fast that the socket's end is not heard.
  if (socket.readyState === socket.CLOSING) await once(socket, "close");
  if (socket.readyState !== socket.OPEN) return;
  await new Promise((resolve) => socket.send(message, resolve));
}

/** Timers of Node hold no more. */
const longestTimer = 2_147_483_647;

/** A socket has one token; what ends it first closes the socket. */
function closeWith(socket: WebSocket, whenRevoked: Revocations["whenRevoked"]): (token: VerifiedToken) => void {
  let watched = false;
  return (token) => {
    if (watched) return;
    watched = true;
    const expiry = Math.min(token.expiresAt - Date.now(), longestTimer);
    const timer = setTimeout(() => socket.close(...closing.tokenExpired), expiry);
    const stopWaiting = whenRevoked(token, () => socket.close(...closing.tokenRevoked));
    socket.once("close", () => {
      clearTimeout(timer);
      stopWaiting();
    });
  };
}

/** Drops sockets whose other end is gone or does not read: both leave a ping without an answer. */
function keepAlive(sockets: WebSocketServer, interval: number): NodeJS.Timeout {
  const silent = new WeakSet<WebSocket>();
  return setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.once("pong", () => silent.delete(socket));
      socket.ping();
    }
  }, interval).unref();
}

async function closeAll(sockets: WebSocketServer, timeout: number): Promise<void> {
  const leaving = [...sockets.clients].map((socket) => {
    const left = once(socket, "close");
    socket.close(...closing.shutdown);
    return left;
  });
  const impatient = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, timeout);
  await Promise.all(leaving);
  clearTimeout(impatient);
  sockets.close();
}
