import type { IncomingMessage } from "node:http";
import { fastifyCookie } from "@fastify/cookie";
import proxyAddress from "@fastify/proxy-addr";
import { RequestRefusal } from "../http/request.refusal.ts";
import { subscriberOf } from "../http/subscriber.address.ts";
import { limits } from "../limits/router.limits.ts";
import type { RouterConfig } from "../router.config.ts";
import { mayUseSession } from "../session/request.origin.ts";
import { sessionCookie } from "../session/session.cookie.ts";
import { correlationHeader, correlationIdFrom } from "../telemetry/correlation.scope.ts";
import { createCountLimit } from "./count.limit.ts";

/** What is known of a socket that was let in. */
export interface Admission {
  readonly address: string;
  readonly correlationId: string;
  readonly cookie: string | undefined;
  /** To be called once, when the socket is gone. */
  leave(): void;
}

/**
 * Decides on an upgrade request.
 * @throws RequestRefusal
 */
export type AdmitSocket = (request: IncomingMessage) => Admission;

export function createSocketAdmission(config: RouterConfig): AdmitSocket {
  const trust = proxyAddress.compile([...config.trustedProxies]);
  const all = createCountLimit(limits.subscriptions.sockets);
  const perAddress = createCountLimit(config.sockets.perAddress);

  return (request) => {
    if (request.url?.split("?", 1)[0] !== "/graphql") {
      throw new RequestRefusal(404, "NOT_FOUND", "There is nothing at this address.");
    }
    const cookie =
      config.sessions === undefined
        ? undefined
        : sessionCookie({ cookies: fastifyCookie.parse(request.headers.cookie ?? "") }, config.secure);
    // A browser sends cookies along with any page's WebSocket, and no preflight asks us first.
    if (cookie !== undefined && !mayUseSession(request.headers, config)) {
      throw new RequestRefusal(
        403,
        "ORIGIN_NOT_ALLOWED",
        "This page may not use the session: open the socket without the cookie and send a token, or have the origin allowed.",
      );
    }
    const address = proxyAddress(request, trust);
    const place = perAddress.take(subscriberOf(address));
    const leave = place === undefined ? undefined : all.take("");
    if (place === undefined || leave === undefined) {
      place?.();
      throw new RequestRefusal(429, "RATE_LIMITED", "Too many sockets are open. Close some, then try again.", 30);
    }
    return {
      address,
      correlationId: correlationIdFrom(request.headers[correlationHeader]),
      cookie,
      leave() {
        place();
        leave();
      },
    };
  };
}
