import { audience, createCommandContext, type Origin, type SubgraphServices, type Viewer } from "@careconnect/kit";
import { SignJWT } from "jose";
import { v7 as uuidv7 } from "uuid";
import { revokeDemoSession, startDemoSession, useDemoSession } from "../session/demo-session.service.ts";
import { signIn } from "../signin/signin.service.ts";
import type { SigningKeys } from "../signing/signing.keys.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { TokenRequestError } from "./token.errors.ts";
import type { PasswordRequest, RefreshRequest } from "./token.request.ts";
import { assertScopes, offlineAccess, parseScopes } from "./token.scope.ts";

/** What the token endpoint works with. */
export interface TokenServices extends SubgraphServices {
  readonly keys: () => SigningKeys;
}

/** A successful answer of the token endpoint (RFC 6749, section 5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: "Bearer";
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
  readonly refresh_token?: string;
}

const lifetimeSeconds = 300;

/** An access token for an e-mail address and a password, and a session when `offline_access` is asked for. */
export async function grantByPassword(
  services: TokenServices,
  request: PasswordRequest,
  origin: Origin,
): Promise<TokenAnswer> {
  const scopes = parseScopes(request.scope);
  const outcome = await signIn(services.orm, request.username, request.password, origin);
  if (outcome.kind === "refused")
    throw new TokenRequestError("invalid_grant", "The e-mail address or the password is wrong.");
  if (outcome.kind === "locked") {
    const { retryAfterSeconds } = outcome;
    const description = `Too many sign-ins with this e-mail address failed: try again in ${retryAfterSeconds} seconds.`;
    throw new TokenRequestError("invalid_grant", description, retryAfterSeconds);
  }
  const viewer = viewerOf(outcome.user, scopes);
  assertScopes(viewer);
  const answer = await answerFor(services, viewer);
  if (!viewer.scopes.has(offlineAccess)) return answer;
  return { ...answer, refresh_token: await startDemoSession(createCommandContext(services.orm, viewer, origin)) };
}

/** A new access token for a session; it may ask for less than the session has. The refresh token stays as it is. */
export async function grantByRefreshToken(services: TokenServices, request: RefreshRequest): Promise<TokenAnswer> {
  const open = await useDemoSession(services.orm, request.refresh_token);
  if (!open) throw new TokenRequestError("invalid_grant", "The session has ended: sign in again.");
  const granted = open.session.scopes ?? [];
  const scopes = request.scope === undefined ? granted : parseScopes(request.scope);
  if (scopes.some((scope) => !granted.includes(scope)))
    throw new TokenRequestError("invalid_scope", `This session was granted: ${granted.join(" ")}.`);
  const viewer = viewerOf(open.user, scopes);
  // Roles may have changed since the session began.
  assertScopes(viewer);
  return answerFor(services, viewer);
}

/** Ends the session of a refresh token. Whatever else `token` is, nothing happens (RFC 7009, section 2.2). */
export async function revokeToken(services: TokenServices, token: string, origin: Origin): Promise<void> {
  await revokeDemoSession(services.orm, token, origin);
}

async function answerFor({ config, keys }: TokenServices, viewer: Viewer): Promise<TokenAnswer> {
  const token = new SignJWT({
    org: viewer.organizationId,
    roles: [...viewer.roles],
    scope: [...viewer.scopes].filter((scope) => scope !== offlineAccess).join(" "),
    ...(viewer.patientId && { patient_id: viewer.patientId }),
    ...(viewer.providerId && { provider_id: viewer.providerId }),
  })
    .setIssuer(config.issuer)
    .setAudience(audience)
    .setSubject(viewer.userId)
    .setJti(uuidv7())
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`);
  return {
    access_token: await keys().sign(token),
    token_type: "Bearer",
    expires_in: lifetimeSeconds,
    scope: [...viewer.scopes].join(" "),
  };
}
