import { blindIndexOf } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { type Configuration, interactionPolicy, type JWKS } from "oidc-provider";
import { renderError, renderLoggedOut, renderLogout } from "../interaction/provider.pages.ts";
import { pageLanguages } from "../pages/page.language.ts";
import { idleLifetime } from "../session/session.lifetime.ts";
import { findAccount } from "./provider.account.ts";
import { accessTokenClaims } from "./provider.claims.ts";
import { firstPartyClients } from "./provider.clients.ts";
import { requireConsent } from "./provider.consent.ts";
import { grantLifetime, loadGrant, requireGrant } from "./provider.grant.ts";
import { accessTokenLifetime, apiResource, resourceServerOf } from "./provider.resource.ts";
import type { ProviderServices } from "./provider.services.ts";
import { createProviderStorage } from "./provider.storage.ts";

const cookie = { httpOnly: true, sameSite: "lax", signed: true } as const;

/** Seconds. */
const lifetime = {
  code: 60,
  interaction: 30 * 60,
  /** A refresh token's. */
  idle: idleLifetime,
} as const;

/** Everything that this provider does and refuses; `jwks` has the key that signs first. */
export function providerConfiguration(services: ProviderServices, jwks: JWKS): Configuration {
  const { config, orm } = services;
  return {
    adapter: createProviderStorage(orm),
    jwks,
    clients: firstPartyClients(config.issuer, config.mode, process.env),
    clientAuthMethods: ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"],
    clientBasedCORS: () => false,
    responseTypes: ["code"],
    pkce: { required: () => true },
    scopes: ["openid"],
    claims: { openid: ["sub", "sid", "amr", "acr", "auth_time"] },
    subjectTypes: ["public"],
    discovery: { ui_locales_supported: [...pageLanguages] },
    cookies: {
      keys: [blindIndexOf("cookies", "oidc.cookie_key")],
      names: { session: "identity_session", interaction: "identity_interaction", resume: "identity_resume" },
      long: { ...cookie, path: "/oidc" },
      short: cookie,
    },
    ttl: {
      AccessToken: accessTokenLifetime,
      ClientCredentials: accessTokenLifetime,
      IdToken: accessTokenLifetime,
      AuthorizationCode: lifetime.code,
      Interaction: lifetime.interaction,
      RefreshToken: lifetime.idle,
      Session: grantLifetime,
      Grant: grantLifetime,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      userinfo: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: renderLogout, postLogoutSuccessSource: renderLoggedOut },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiResource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource, client) => resourceServerOf(orm, resource, client),
      },
    },
    // Whoever signs out of the browser's session ends every client's tokens with it.
    expiresWithSession: () => true,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    interactions: {
      policy: interactionPolicyOf(orm),
      url: (_ctx, { uid, prompt }) => `/oidc/interaction/${uid}${prompt.name === "consent" ? "/consent" : ""}`,
    },
    findAccount: (ctx, id) => findAccount(orm, ctx, id),
    loadExistingGrant: (ctx) => loadGrant(services, ctx),
    extraTokenClaims: (ctx, token) => accessTokenClaims(services, ctx, token),
    renderError,
  };
}

/** People are asked to sign in, and then whether a partner's application may act for them; for nothing by clients of ours. */
function interactionPolicyOf(orm: MikroORM): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get("login")?.checks.add(requireGrant);
  policy.get("consent")?.checks.clear();
  policy.get("consent")?.checks.add(requireConsent(orm));
  return policy;
}
