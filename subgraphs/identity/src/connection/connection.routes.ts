import { describeFault, originOf, type SubgraphServices } from "@careconnect/kit";
import type { FastifyPluginAsync, FastifyReply } from "fastify";
import * as oidc from "openid-client";
import { z } from "zod";
import { noticePage } from "../pages/notice.page.ts";
import { sendPage } from "../pages/page.ts";
import { sealedCookie } from "../pages/sealed.cookie.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import type { Connection } from "./connection.config.ts";
import { issuerOf } from "./connection.issuer.ts";
import { personIn } from "./connection.person.ts";
import { findOrLinkUser } from "./connection.service.ts";

/** Seconds: as long as somebody may take at the issuer's pages. */
const patience = 900;

const attempt = z.object({
  connectionId: z.string(),
  uid: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
});
const arrival = z.object({ uid: z.string(), userId: z.uuid(), amr: z.array(z.string()) });
const authenticationMethods = z.array(z.string().max(40)).max(10).min(1).catch(["fed"]);

/**
 * Signing in with an issuer of somebody else's: identity is its relying party (code flow with state, nonce and PKCE)
 * and still issues our own tokens. `/oidc/interaction/:uid/connection/:id` begins, `/oidc/connection/callback` is where
 * the issuer sends the browser, `/oidc/interaction/:uid/connected` ends the interaction.
 */
export function connectionRoutes(
  provider: ProviderHolder,
  { config, orm }: SubgraphServices,
  connections: readonly Connection[],
): FastifyPluginAsync {
  const isSecure = new URL(config.issuer).protocol === "https:";
  const attempts = sealedCookie("identity_connection", patience, isSecure, attempt);
  const arrivals = sealedCookie("identity_connected", 60, isSecure, arrival);
  const callback = `${config.issuer}/connection/callback`;

  return async (app) => {
    app.addHook("onRequest", async (_request, reply) => {
      reply.header("cache-control", "no-store");
    });

    app.get<{ Params: { uid: string; id: string } }>(
      "/oidc/interaction/:uid/connection/:id",
      async (request, reply) => {
        const { uid } = await provider.interactionDetails(request.raw, reply.raw);
        const connection = connections.find(({ id }) => id === request.params.id);
        if (!connection) return showProblem(reply, 404, "There is no such way to sign in.");
        const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
        const issuer = await issuerOf(connection, config.mode).catch((error: unknown) => {
          request.log.warn({ connection: connection.id, fault: describeFault(error) }, "an issuer does not answer");
        });
        if (!issuer) return showProblem(reply, 502, `${connection.label} does not answer: try again later.`);
        attempts.set(reply, "/oidc/connection/callback", { connectionId: connection.id, uid, state, nonce, verifier });
        const address = oidc.buildAuthorizationUrl(issuer, {
          redirect_uri: callback,
          scope: connection.scopes.join(" "),
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
        });
        return reply.redirect(address.href, 303);
      },
    );

    app.get("/oidc/connection/callback", async (request, reply) => {
      const begun = attempts.read(request);
      const connection = connections.find(({ id }) => id === begun?.connectionId);
      if (!begun || !connection) return showProblem(reply, 400, "This sign-in has expired: start again.");
      const address = new URL(`${callback}?${request.originalUrl.split("?")[1] ?? ""}`);
      try {
        const tokens = await oidc.authorizationCodeGrant(await issuerOf(connection, config.mode), address, {
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          pkceCodeVerifier: begun.verifier,
          idTokenExpected: true,
        });
        const claims = { ...tokens.claims() };
        const user = await findOrLinkUser(orm, connection, personIn(claims, connection), originOf(request));
        if (!user) return showProblem(reply, 403, "There is no account for you here: ask your administrator.");
        const amr = authenticationMethods.parse(claims.amr);
        arrivals.set(reply, `/oidc/interaction/${begun.uid}`, { uid: begun.uid, userId: user.id, amr });
        return reply.redirect(`/oidc/interaction/${begun.uid}/connected`, 303);
      } catch (error) {
        request.log.warn({ connection: connection.id, fault: describeFault(error) }, "an issuer's answer was refused");
        return showProblem(reply, 401, `Signing in with ${connection.label} failed: start again.`);
      }
    });

    app.get<{ Params: { uid: string } }>("/oidc/interaction/:uid/connected", async (request, reply) => {
      const { uid } = await provider.interactionDetails(request.raw, reply.raw);
      const arrived = arrivals.read(request);
      if (arrived?.uid !== uid) return showProblem(reply, 400, "This sign-in has expired: start again.");
      const login = { accountId: arrived.userId, amr: arrived.amr, remember: false };
      return reply.redirect(await provider.interactionResult(request.raw, reply.raw, { login }), 303);
    });
  };
}

/** Tells a person why a sign-in cannot go on. */
function showProblem(reply: FastifyReply, status: number, lead: string): FastifyReply {
  return sendPage(reply, status, noticePage({ title: "Sign-in failed", lead }));
}
