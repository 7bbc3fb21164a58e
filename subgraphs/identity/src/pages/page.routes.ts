import type { SubgraphServices } from "@careconnect/kit";
import type { FastifyPluginAsync } from "fastify";
import { accountRoutes } from "../account/account.routes.ts";
import { connectionRoutes } from "../connection/connection.routes.ts";
import type { IdentitySettings } from "../identity.settings.ts";
import { consentRoutes } from "../interaction/consent.routes.ts";
import { interactionRoutes } from "../interaction/interaction.routes.ts";
import { invitationRoutes } from "../invitation/invitation.routes.ts";
import { passkeyScript, passkeyScriptPath } from "../passkey/passkey.script.ts";
import { passwordResetRoutes } from "../password-reset/password-reset.routes.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import { registrationRoutes } from "../registration/registration.routes.ts";
import { knownBrowsers } from "../signin/known.browser.ts";
import { createFormTokens } from "./form.token.ts";
import { servePages } from "./page.scope.ts";
import type { PageServices } from "./page.services.ts";

/** Everything that a person sees of identity: pages below the issuer's path. */
export function pageRoutes(
  services: SubgraphServices & { settings: IdentitySettings; provider: ProviderHolder },
): FastifyPluginAsync {
  const issuer = new URL(services.config.issuer);
  const base = issuer.pathname.replace(/\/$/, "");
  const isSecure = issuer.protocol === "https:";
  const pages = {
    ...services,
    forms: createFormTokens(isSecure),
    browsers: knownBrowsers(base, isSecure),
    base,
    appUrl: `${issuer.origin}/`,
  } satisfies PageServices;
  return async (app) => {
    servePages(app, { ...pages, isSecure });
    app.get(base + passkeyScriptPath, (_request, reply) =>
      reply
        .headers({
          "content-type": "text/javascript; charset=utf-8",
          "cache-control": "public, max-age=31536000, immutable",
        })
        .send(passkeyScript),
    );
    for (const routes of [
      interactionRoutes,
      consentRoutes,
      connectionRoutes,
      accountRoutes,
      registrationRoutes,
      passwordResetRoutes,
      invitationRoutes,
    ]) {
      await app.register(async (scope) => routes(scope, pages), { prefix: base });
    }
  };
}
