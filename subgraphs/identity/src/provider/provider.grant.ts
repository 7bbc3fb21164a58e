import { errors, type Grant, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import { v7 as uuidv7 } from "uuid";
import { generationIn } from "../interaction/sign-in.result.ts";
import { showsEnough } from "../mfa/mfa.config.ts";
import { noteAuthentication, startSession, useBrowser } from "../session/session.service.ts";
import { refusedScope } from "../token/token.scope.ts";
import { credentialHash } from "./credential.hash.ts";
import { personOf } from "./provider.account.ts";
import { isOurs, scopesOfClient } from "./provider.clients.ts";
import { apiScopesOf, needsConsent } from "./provider.consent.ts";
import { currentOrigin } from "./provider.origin.ts";
import { apiResource } from "./provider.resource.ts";
import type { ProviderServices } from "./provider.services.ts";

/** Seconds: nobody stays signed in for longer, however much they do. */
export const grantLifetime = 30 * 24 * 60 * 60;

/**
 * What the person who is signed in grants the client that asks. Our own clients are granted what they may ask for, a
 * partner's application what the person lets it do, with a session of ours that has the grant's id; each browser has one
 * with each client. Nothing is granted, and none begun, before they have proved who they are, just now or in this browser
 * and not too long ago; nor before they were asked, where they have to be.
 */
export async function loadGrant(
  { orm, settings }: ProviderServices,
  ctx: KoaContextWithOIDC,
): Promise<Grant | undefined> {
  const { client, provider, session, result, params, requestParamScopes } = ctx.oidc;
  if (!client || !session) throw new Error("A grant needs a client and a browser's session.");
  const user = personOf(ctx);
  const browserSessionHash = credentialHash(session.uid);
  const use = { idleTime: settings.browserIdleTime, isActive: isSomebodyThere(ctx) };
  // What the provider is going to ask for a sign-in in any case begins nothing before it.
  const isAsked = () => ctx.oidc.promptPending("login") || session.past(Number(params?.max_age));
  if (!result?.login && isAsked()) return undefined;
  const activeAt = result?.login ? new Date() : await useBrowser(orm, user.id, browserSessionHash, use);
  if (!activeAt) return undefined;
  if (!showsEnough(user.roles, session.acr, settings.mfaRequiredRoles)) return undefined;
  const scopes = apiScopesOf(requestParamScopes);
  const allowed = await scopesOfClient(orm, client.clientId);
  const unknown = scopes.find((scope) => !allowed.includes(scope));
  if (unknown !== undefined) throw new errors.InvalidScope("this client may not ask for it", unknown);
  const refused = refusedScope(user.roles, scopes);
  if (refused !== undefined) throw new errors.InvalidScope("this scope is for administrators", refused);

  const knownId = session.grantIdFor(client.clientId);
  const known = knownId === undefined ? undefined : await provider.Grant.find(knownId);
  if (await needsConsent(orm, ctx)) return known ?? newGrant(ctx, user.id);
  const authentication = { amr: session.amr ?? [], acr: session.acr ?? null, activeAt };
  const isOpen = known !== undefined && (await noteAuthentication(orm, known.jti, authentication));
  const grant = isOpen ? known : newGrant(ctx, user.id);
  if (!isOpen) {
    const begun = {
      id: grant.jti,
      ...authentication,
      clientId: client.clientId,
      browserSessionHash,
      userAgent: ctx.get("user-agent").slice(0, longestUserAgent) || null,
      expiresAt: new Date(Date.now() + grantLifetime * 1_000),
    };
    if (!(await startSession(orm, user, currentOrigin(), begun, { generation: generationIn(result), scopes })))
      return undefined;
  }
  grant.addOIDCScope("openid");
  grant.addResourceScope(apiResource, scopes);
  await grant.save();
  return grant;
}

/**
 * Whether somebody does something by this request: they have just signed in or answered, or were led here by a client of
 * ours. A partner's page may send a browser here by itself, and anybody's where no page is shown.
 */
function isSomebodyThere({ oidc }: KoaContextWithOIDC): boolean {
  const { result, client, prompts } = oidc;
  if (result?.login || result?.consent) return true;
  return isOurs(String(client?.clientId)) && !prompts.has("none");
}

/** Asks to sign in whoever is granted nothing, since they proved nothing that still counts. */
export const requireGrant = new interactionPolicy.Check(
  "no_grant",
  "End-User authentication is required",
  "login_required",
  ({ oidc }) => oidc.grant?.jti === undefined,
);

const longestUserAgent = 300;

/** Its id is made here, so that it can be a session's. */
function newGrant({ oidc }: KoaContextWithOIDC, accountId: string): Grant {
  const properties = { jti: uuidv7(), accountId, clientId: oidc.client?.clientId };
  return new oidc.provider.Grant(properties);
}
