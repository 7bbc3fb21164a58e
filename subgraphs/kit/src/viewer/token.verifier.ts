import { createHash } from "node:crypto";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { UnauthenticatedError } from "../errors/errors.ts";
import type { Revocations } from "./revocation.feed.ts";
import type { IssuedToken } from "./revocation.list.ts";
import { Role, type Viewer } from "./viewer.ts";

/** Access tokens are minted for this audience, whichever service reads them. */
export const audience = "careconnect";

const claims = z.object({
  sub: z.uuid(),
  org: z.uuid(),
  roles: z.array(z.enum(Role)).min(1),
  scope: z.string().default(""),
  patient_id: z.uuid().optional(),
  provider_id: z.uuid().optional(),
  break_glass: z.array(z.object({ patient_id: z.uuid(), exp: z.number() })).default([]),
  sid: z.string().optional(),
  client_id: z.string().optional(),
  iat: z.number(),
  exp: z.number(),
});

/** An access token that is good, and whose it is. */
export interface VerifiedToken extends IssuedToken {
  readonly viewer: Viewer;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

export type TokenVerifier = (authorization: string | undefined) => Promise<VerifiedToken>;

export interface TokenVerifierOptions {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly revocations: Pick<Revocations, "isRevoked">;
}

/**
 * Verifies `Authorization: Bearer <JWT>` against the issuer's keys (RS256 alone) and answers with its viewer.
 * A verified token is remembered until it expires, and asked each time whether it was revoked; anything else throws
 * {@link UnauthenticatedError}.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const keys = createRemoteJWKSet(new URL(options.jwksUrl), {
    timeoutDuration: 3_000,
    cooldownDuration: 5_000,
    // The issuer retires a key on the assumption that nobody keeps its key set for longer.
    cacheMaxAge: 300_000,
  });
  const verified = new LRUCache<string, VerifiedToken>({ max: 10_000, ttl: 1, ttlAutopurge: false });

  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "")?.[1];
    if (!token) throw new UnauthenticatedError();
    // The hash, not the token, is the key: a heap dump of the cache holds no credential.
    const fingerprint = createHash("sha256").update(token).digest("base64");
    const known = verified.get(fingerprint) ?? (await verify(token, keys, options.issuer));
    if (await options.revocations.isRevoked(known)) throw new UnauthenticatedError();
    const ttl = known.expiresAt - Date.now();
    if (ttl <= 0) throw new UnauthenticatedError();
    verified.set(fingerprint, known, { ttl });
    return known;
  };
}

/** What says that the token itself is not good. */
const refusals = [
  errors.JWTInvalid,
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];

async function verify(
  token: string,
  keys: ReturnType<typeof createRemoteJWKSet>,
  issuer: string,
): Promise<VerifiedToken> {
  let payload: unknown;
  try {
    ({ payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ["RS256"],
      typ: "at+jwt",
      requiredClaims: ["exp", "iat", "sub"],
    }));
  } catch (error) {
    if (refusals.some((refusal) => error instanceof refusal)) throw new UnauthenticatedError();
    // Keys that cannot be fetched are our fault, not the caller's: let it surface as one.
    throw error;
  }
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw new UnauthenticatedError();
  const { sub, org, roles, scope, patient_id, provider_id, break_glass, sid, client_id, iat, exp } = parsed.data;
  const viewer: Viewer = {
    userId: sub,
    organizationId: org,
    roles,
    scopes: new Set(scope.split(" ").filter(Boolean)),
    patientId: patient_id,
    providerId: provider_id,
    sessionId: sid,
    // Our own clients have names; a partner's has the id of its record.
    clientId: z.uuid().safeParse(client_id).data,
    breakGlass: break_glass.map((leave) => ({ patientId: leave.patient_id, until: new Date(leave.exp * 1_000) })),
  };
  return { viewer, userId: sub, sessionId: sid, clientId: client_id, issuedAt: iat, expiresAt: exp * 1_000 };
}
