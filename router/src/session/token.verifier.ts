import { createHash } from "node:crypto";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { identityUnavailable } from "../http/request.refusal.ts";
import { limits } from "../limits/router.limits.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import { type IssuedToken, issuedToken, type RevocationList } from "./revocation.list.ts";

/**
 * @returns true when the token is one of the issuer's access tokens for CareConnect, in force and not revoked
 * @throws RequestRefusal when the issuer's keys cannot be fetched, so that nothing can be said about the token
 */
export type VerifyToken = (token: string) => Promise<boolean>;

/** What jose says when the key set could not be read; everything else it says is about the token. */
const keyProblems = new Set(["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"]);

export interface TokenVerifier {
  readonly verify: VerifyToken;
  close(): void;
}

/** Reads the issuer's keys, if it can be reached, and keeps them fresh. */
export async function startTokenVerifier(
  issuer: string,
  jwksUrl: URL,
  revocations: Pick<RevocationList, "covers">,
  logger: Logger,
): Promise<TokenVerifier> {
  const keys = createRemoteJWKSet(jwksUrl, {
    timeoutDuration: limits.identity.timeout,
    cooldownDuration: limits.tokens.keysCooldown,
    // The issuer retires a key on the assumption that nobody keeps its key set for longer. While identity is away, what
    // was signed before and seen here is good until it expires, which is no later.
    cacheMaxAge: limits.tokens.keysMaxAge,
  });
  const refresh = () =>
    keys
      .reload()
      .catch((error: unknown) =>
        logger.warn({ err: error }, "the issuer's keys could not be read; trying again later"),
      );
  await refresh();
  const refreshing = setInterval(refresh, limits.tokens.keysRefresh);
  refreshing.unref();
  // By hash, so that a dump of this memory holds no token that can be used.
  const verified = new LRUCache<string, IssuedToken & { readonly expiresAt: number }>({ max: limits.tokens.verified });
  const verify: VerifyToken = async (token) => {
    const hash = createHash("sha256").update(token).digest("base64");
    const known = verified.get(hash);
    if (known !== undefined && known.expiresAt > Date.now()) return !revocations.covers(known);
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ["RS256"],
        issuer,
        audience: "careconnect",
        typ: "at+jwt",
        requiredClaims: ["sub", "org", "iat", "exp"],
        clockTolerance: limits.tokens.clockToleranceSeconds,
      });
      const issued = issuedToken(payload);
      verified.set(hash, { ...issued, expiresAt: (payload.exp ?? 0) * 1000 });
      return !revocations.covers(issued);
    } catch (error) {
      if (error instanceof errors.JOSEError && !keyProblems.has(error.code)) return false;
      logger.error({ err: error }, "the issuer's keys cannot be read");
      throw identityUnavailable();
    }
  };
  return { verify, close: () => clearInterval(refreshing) };
}
