import { createHash } from "node:crypto";
import { decodeJwt, type JWTPayload } from "jose";
import { unauthenticated } from "../gateway/operation.policy.ts";
import { RequestRefusal } from "../http/request.refusal.ts";
import type { RouterConfig } from "../router.config.ts";
import type { BrowserSessions } from "../session/browser.sessions.ts";
import { issuedToken } from "../session/revocation.list.ts";
import type { VerifyToken } from "../session/token.verifier.ts";
import { groupOf } from "./shared.fields.ts";
import { CredentialsExpired } from "./subscription.failure.ts";
import type { Viewer } from "./viewer.audience.ts";

/** What a socket shows of who is behind it. */
export interface Credentials {
  /** Of connection_init; any spelling of its names. */
  readonly connectionParams: Readonly<Record<string, unknown>> | undefined;
  /** The session cookie of the upgrade request, whose origin was checked. */
  readonly cookie: string | undefined;
  readonly address: string;
  readonly correlationId: string;
}

/**
 * @throws GraphQLError when what is shown is not acceptable
 * @throws CredentialsExpired when it was acceptable once: the client shall come back with fresh ones
 */
export type RecognizeViewer = (credentials: Credentials) => Promise<Viewer>;

const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url");

function authorizationIn(params: Credentials["connectionParams"]): string | undefined {
  const entry = Object.entries(params ?? {}).find(([name]) => name.toLowerCase() === "authorization");
  return typeof entry?.[1] === "string" && entry[1] !== "" ? entry[1] : undefined;
}

function claimsOf(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    // Not a token of ours; the verifier says so in its own way.
    return {};
  }
}

export function createViewerRecognition(
  config: RouterConfig,
  verify: VerifyToken | undefined,
  sessions: BrowserSessions | undefined,
): RecognizeViewer {
  async function holder(token: string, address: string): Promise<Viewer> {
    const claims = claimsOf(token);
    const expiresAt = (claims.exp ?? 0) * 1000;
    if (verify !== undefined && !(await verify(token))) {
      throw expiresAt > 0 && expiresAt <= Date.now() ? new CredentialsExpired() : unauthenticated();
    }
    return {
      id: claims.sub ?? hashOf(token),
      key: hashOf(token),
      authorization: `Bearer ${token}`,
      anonymous: false,
      expiresAt,
      token: issuedToken(claims),
      group: groupOf(claims),
      address,
    };
  }

  /** Without verification nothing is known of a token: it is passed on, and shared with nobody. */
  function unverified(authorization: string | undefined, address: string): Viewer {
    const key = authorization === undefined ? "anonymous" : hashOf(authorization);
    return {
      id: authorization === undefined ? address : key,
      key,
      authorization,
      anonymous: config.authentication.kind !== "none",
      expiresAt: Number.POSITIVE_INFINITY,
      token: undefined,
      group: undefined,
      address,
    };
  }

  async function recognized({ connectionParams, cookie, address, correlationId }: Credentials): Promise<Viewer> {
    const authorization = authorizationIn(connectionParams);
    if (authorization !== undefined) {
      if (verify === undefined) return unverified(authorization, address);
      const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1];
      if (token === undefined) throw unauthenticated();
      return holder(token, address);
    }
    if (cookie === undefined || sessions === undefined) return unverified(undefined, address);
    const token = await sessions.accessToken(cookie, { correlationId, clientAddress: address });
    if (token === undefined) throw unauthenticated();
    return holder(token, address);
  }

  return (credentials) =>
    recognized(credentials).catch((error: unknown) => {
      throw error instanceof RequestRefusal ? error.toGraphQL() : error;
    });
}
