import type { MikroORM } from "@mikro-orm/postgresql";
import { type AccessToken, type ClientCredentials, errors, type KoaContextWithOIDC } from "oidc-provider";
import { useSession } from "../session/session.service.ts";
import { userClaims } from "../token/token.claims.ts";
import { refusedScope } from "../token/token.scope.ts";
import { personOf } from "./provider.account.ts";

/** What an access token says beside what the provider puts into it; refuses one of a session that has ended. */
export async function accessTokenClaims(
  orm: MikroORM,
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
) {
  if (!("grantId" in token)) throw new errors.InvalidGrant("nobody is signed in");
  const user = personOf(ctx);
  // Roles may have changed since the sign-in.
  const refused = refusedScope(user.roles, token.scopes);
  if (refused !== undefined) throw new errors.InvalidScope("this scope is for administrators", refused);
  const session = await useSession(orm, token.grantId);
  if (!session) throw new errors.InvalidGrant("the session has ended");
  return { ...userClaims(user), sid: session.id, amr: session.amr, ...(session.acr && { acr: session.acr }) };
}
