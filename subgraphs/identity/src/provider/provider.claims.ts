import { Role } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { type AccessToken, type ClientCredentials, errors, type KoaContextWithOIDC } from "oidc-provider";
import { z } from "zod";
import { useAccess } from "../application/application.service.ts";
import { breakGlassClaim } from "../break-glass/break-glass.service.ts";
import { findClient } from "../client/client.service.ts";
import { showsEnough } from "../mfa/mfa.config.ts";
import { useSession } from "../session/session.service.ts";
import { userClaims } from "../token/token.claims.ts";
import { refusedScope } from "../token/token.scope.ts";
import { personOf } from "./provider.account.ts";
import { isOurs, webClientId } from "./provider.clients.ts";
import { currentOrigin } from "./provider.origin.ts";
import type { ProviderServices } from "./provider.services.ts";

/** What an access token says beside what the provider puts into it; refuses one of a session that has ended. */
export async function accessTokenClaims(
  { orm, settings }: ProviderServices,
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
) {
  if (!("grantId" in token)) return partnerClaims(orm, ctx, token);
  const user = personOf(ctx);
  // Roles may have changed since the sign-in.
  const refused = refusedScope(user.roles, token.scopes);
  if (refused !== undefined) throw new errors.InvalidScope("this scope is for administrators", refused);
  const use = { idleSeconds: idleSecondsIn(ctx), idleTime: settings.browserIdleTime };
  const session = await useSession(orm, token.grantId, use, currentOrigin());
  if (!session) throw new errors.InvalidGrant("the session has ended");
  if (!showsEnough(user.roles, session.acr, settings.mfaRequiredRoles))
    throw new errors.InvalidGrant("the roles of this person need a second factor");
  const clientId = String(token.clientId);
  const isApplication = !isOurs(clientId);
  if (isApplication && !(await useAccess(orm, { user, clientId, scopes: [...token.scopes] })))
    throw new errors.InvalidGrant("the person lets this application do that for them no more");
  // An emergency is for whoever is there: no application of a partner's has part in it.
  const breakGlass = isApplication ? [] : await breakGlassClaim(orm, user.id);
  return {
    ...userClaims(user),
    ...(breakGlass.length > 0 && { break_glass: breakGlass }),
    sid: session.id,
    amr: session.amr,
    ...(session.acr && { acr: session.acr }),
  };
}

const renewal = z.object({ idle_seconds: z.coerce.number().int().nonnegative() });

/** How long the person has done nothing, which the router tells with its renewals: their browser alone may renew, too. */
function idleSecondsIn({ oidc }: KoaContextWithOIDC): number | undefined {
  return oidc.client?.clientId === webClientId ? renewal.safeParse(oidc.body).data?.idle_seconds : undefined;
}

/**
 * What the access token of a partner's machine says. It gets all that it asks for, or nothing; a token without a scope
 * would open nothing (RFC 6749, section 3.3, leaves it to us to refuse it).
 */
async function partnerClaims(orm: MikroORM, ctx: KoaContextWithOIDC, token: ClientCredentials) {
  const client = await findClient(orm, token.clientId ?? "");
  if (!client) throw new errors.InvalidClient("the client was revoked");
  const asked = [...ctx.oidc.requestParamScopes];
  if (asked.length === 0)
    throw new errors.CustomOIDCProviderError(
      "invalid_scope",
      `name a scope: this client may ask for ${client.scopes.join(" ")}`,
    );
  const refused = asked.find((scope) => !client.scopes.includes(scope));
  if (refused !== undefined) throw new errors.InvalidScope("this client may not ask for it", refused);
  return { org: client.organizationId, roles: [Role.PARTNER] };
}
