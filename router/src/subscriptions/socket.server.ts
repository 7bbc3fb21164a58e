import { randomUUID } from "node:crypto";
import { type Server as HttpServer, type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { handleProtocols, type Server } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import { RequestRefusal } from "../http/request.refusal.ts";
import { limits } from "../limits/router.limits.ts";
import type { CallerSessions } from "../session/session.start.ts";
import { correlationHeader, correlationIdFrom, withinCorrelation } from "../telemetry/correlation.scope.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { SubscriptionMetrics } from "../telemetry/subscription.metrics.ts";
import type { CountLimit } from "./count.limit.ts";
import type { Admission, AdmitSocket } from "./socket.admission.ts";
import { createSocketSession, type SocketSession } from "./socket.session.ts";
import type { RecognizeViewer } from "./socket.viewer.ts";

export interface SocketServerOptions {
  readonly admit: AdmitSocket;
  readonly recognize: RecognizeViewer;
  readonly perViewer: CountLimit;
  readonly session: Pick<CallerSessions, "sessions" | "revocations">;
  readonly protocol: Server<SocketSession>;
  readonly metrics: SubscriptionMetrics;
  readonly logger: Logger;
}

export interface SocketServer {
  /** Lets nobody in any more and asks all to leave; those who do not are cut off. */
  close(): Promise<void>;
}

const { subscriptions: limit } = limits;

/** Answers an upgrade request with a reason, in the shape of every other answer outside GraphQL. */
function refuse(socket: Duplex, request: IncomingMessage, refusal: RequestRefusal): void {
  const correlationId = correlationIdFrom(request.headers[correlationHeader]);
  const body = JSON.stringify({ code: refusal.code, message: refusal.message, correlationId });
  const headers = [
    `HTTP/1.1 ${refusal.statusCode} ${STATUS_CODES[refusal.statusCode]}`,
    "connection: close",
    "cache-control: no-store",
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    `${correlationHeader}: ${correlationId}`,
    ...(refusal.retryAfterSeconds === undefined ? [] : [`retry-after: ${refusal.retryAfterSeconds}`]),
  ];
  socket.once("finish", () => socket.destroy());
  socket.end(`${headers.join("\r\n")}\r\n\r\n${body}`);
}

/** Attaches WebSockets to the HTTP server's own port. */
export function attachSockets(server: HttpServer, options: SocketServerOptions): SocketServer {
  const { admit, recognize, perViewer, protocol, metrics, logger } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limit.messageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const silent = new WeakSet<WebSocket>();
  let closing = false;

  function opened(socket: WebSocket, admission: Admission): void {
    const openedAt = performance.now();
    const closed = metrics.socketOpened();
    const session = createSocketSession({
      admission,
      recognize,
      perViewer,
      session: options.session,
      close: (code, reason) => socket.close(code, reason),
    });
    const operationsClosed = protocol.opened(
      {
        protocol: socket.protocol,
        // Resolves once the message is on its way, so that a slow client holds its own operations back; one that cannot be
        // sent ends with the socket.
        send: (data) =>
          new Promise((resolve) => {
            if (socket.readyState === socket.OPEN) socket.send(data, () => resolve());
            else resolve();
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on("message", (data) => {
            if (socket.bufferedAmount > limit.unsentBytes) {
              socket.terminate();
              return;
            }
            // Each operation lives in the scope of the message that asked for it.
            void withinCorrelation(randomUUID(), () =>
              handle(String(data)).catch((error: unknown) => {
                logger.error({ err: error, correlationId: admission.correlationId }, "socket message failed");
                socket.close(4500, "Internal server error");
              }),
            );
          }),
      },
      session,
    );
    socket.on("pong", () => silent.delete(socket));
    socket.on("error", (error) => {
      logger.debug({ err: error, correlationId: admission.correlationId }, "socket error");
    });
    socket.once("close", (code, reason) => {
      closed(code);
      session.end();
      void operationsClosed(code, String(reason)).catch((error: unknown) =>
        logger.error({ err: error, correlationId: admission.correlationId }, "socket did not close cleanly"),
      );
      const seconds = Math.round((performance.now() - openedAt) / 1000);
      logger.info({ correlationId: admission.correlationId, code, seconds }, "socket closed");
    });
  }

  // One round for all: a timer per socket would cost more than the pings.
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket) || socket.bufferedAmount > limit.unsentBytes) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.ping();
    }
  }, limit.heartbeat);

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on("error", (error) => logger.debug({ err: error }, "upgrade failed"));
    try {
      if (closing) throw new RequestRefusal(503, "REQUEST_TIMEOUT", "The service restarts. Please try again.", 1);
      const admission = admit(request);
      let entered = false;
      stream.once("close", () => {
        if (!entered) admission.leave();
      });
      sockets.handleUpgrade(request, stream, head, (socket) => {
        entered = true;
        opened(socket, admission);
      });
    } catch (error) {
      if (error instanceof RequestRefusal) {
        refuse(stream, request, error);
        return;
      }
      logger.error({ err: error }, "upgrade failed");
      stream.destroy();
    }
  }

  server.on("upgrade", upgrade);

  return {
    async close() {
      closing = true;
      clearInterval(heartbeat);
      const gone = [...sockets.clients].map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.once("close", () => resolve());
            // Clients of graphql-ws come back after it, to whoever serves then.
            socket.close(1001, "Going away");
          }),
      );
      const impatience = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, limit.closing);
      await Promise.all(gone);
      clearTimeout(impatience);
    },
  };
}
