import type { MikroORM } from "@mikro-orm/postgresql";
import { errors, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import { isAllowed } from "../application/application.service.ts";
import type { ClientRow } from "../client/client.entity.ts";
import { ClientKind } from "../client/client.kind.ts";
import { isLoopback } from "../client/client.redirects.ts";
import { findClient } from "../client/client.service.ts";
import type { UserRow } from "../user/user.entity.ts";
import { personOf } from "./provider.account.ts";
import { isOurs } from "./provider.clients.ts";

/** The scopes of access tokens among those that are asked for. */
export function apiScopesOf(scopes: Iterable<string>): string[] {
  return [...scopes].filter((scope) => scope !== "openid");
}

/** The partner's application that asks; null for a client of ours. Throws for one of another organization's. */
async function applicationFor(orm: MikroORM, { oidc }: KoaContextWithOIDC, user: UserRow): Promise<ClientRow | null> {
  const clientId = String(oidc.client?.clientId);
  if (isOurs(clientId)) return null;
  const application = await findClient(orm, clientId);
  if (application?.organizationId === user.organizationId) return application;
  // Where nobody is shown a page, nobody has chosen that it learns whether they are signed in, and elsewhere.
  if (oidc.prompts.has("none")) throw new errors.LoginRequired();
  throw new errors.AccessDenied("this application is not of the person's organization");
}

/** Whether the person has to be asked first whether the application may do for them what it asks for. */
export async function needsConsent(orm: MikroORM, ctx: KoaContextWithOIDC): Promise<boolean> {
  const { params, result, requestParamScopes } = ctx.oidc;
  const user = personOf(ctx);
  const application = await applicationFor(orm, ctx, user);
  if (!application) return false;
  const asksAnyway = ctx.oidc.promptPending("consent") || isAnybodys(application, String(params?.redirect_uri));
  // The provider brings an answer along when somebody else signs in after it.
  if (asksAnyway && result?.consent?.accountId !== user.id) return true;
  return !(await isAllowed(orm, { user, clientId: application.id, scopes: apiScopesOf(requestParamScopes) }));
}

/** Whether any program on the person's machine could pass for the application: it is asked each time (RFC 8252, section 8.6). */
function isAnybodys({ kind }: ClientRow, redirectUri: string): boolean {
  return kind === ClientKind.PUBLIC && isLoopback(redirectUri);
}

/** Asks the person who is signed in, where an application of a partner wants to do what they do not let it do yet. */
export function requireConsent(orm: MikroORM): interactionPolicy.Check {
  return new interactionPolicy.Check(
    "consent_missing",
    "the person has to let this application",
    "consent_required",
    (ctx) => needsConsent(orm, ctx),
  );
}
