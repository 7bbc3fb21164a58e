import { describeFault, originOf } from "@careconnect/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as oidc from "openid-client";
import { z } from "zod";
import { shownFirst } from "../interaction/sign-in.progress.ts";
import { type SignInRequest, signInSteps } from "../interaction/sign-in.steps.ts";
import { noticePage } from "../pages/notice.page.ts";
import type { PageServices } from "../pages/page.services.ts";
import { texts } from "../pages/page.texts.ts";
import { sendPage } from "../pages/page.ts";
import { sealedCookie } from "../pages/sealed.cookie.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import { type LockedOut, noteRefusal } from "../signin/signin.service.ts";
import { emailIndexOf } from "../user/user.email.ts";
import type { Connection } from "./connection.config.ts";
import { issuerOf } from "./connection.issuer.ts";
import { type ConnectedPerson, personIn } from "./connection.person.ts";
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
const arrival = z.object({
  uid: z.string(),
  userId: z.uuid(),
  methods: z.array(z.string()),
  generation: z.int(),
});
const words = () => texts().connection;

/**
 * Signing in with an issuer of somebody else's: identity is its relying party (code flow with state, nonce and PKCE)
 * and still issues our own tokens. `…/interaction/:uid/connection/:id` begins, `…/connection/callback` is where the
 * issuer sends the browser; at `…/interaction/:uid/connected` the sign-in goes on as after a password.
 */
export function connectionRoutes(app: FastifyInstance, services: PageServices & { provider: ProviderHolder }): void {
  const { config, orm, base } = services;
  const { connections } = services.settings;
  const { viewOf, userOf, proceed } = signInSteps(services);
  const isSecure = new URL(config.issuer).protocol === "https:";
  const attempts = sealedCookie("identity_connection", patience, isSecure, attempt);
  const arrivals = sealedCookie("identity_connected", 60, isSecure, arrival);
  const callbackPath = "/connection/callback";
  const callback = config.issuer + callbackPath;

  /** Who came back from the issuer's pages; otherwise whether that was no answer to this browser, or none came. */
  const readPerson = async (
    request: FastifyRequest,
    connection: Connection,
    begun: z.output<typeof attempt>,
  ): Promise<ConnectedPerson | "forged" | "failed"> => {
    const address = new URL(`${callback}?${request.originalUrl.split("?")[1] ?? ""}`);
    try {
      const tokens = await oidc.authorizationCodeGrant(await issuerOf(connection, config.mode), address, {
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        pkceCodeVerifier: begun.verifier,
        idTokenExpected: true,
      });
      return personIn({ ...tokens.claims() }, connection);
    } catch (error) {
      request.log.warn({ connection: connection.id, fault: describeFault(error) }, "an issuer's answer was refused");
      return isForged(error) ? "forged" : "failed";
    }
  };

  app.addHook("onRequest", async (_request, reply) => {
    reply.header("cache-control", "no-store");
  });

  app.get<{ Params: { uid: string; id: string } }>("/interaction/:uid/connection/:id", async (request, reply) => {
    await viewOf(request, reply);
    const connection = connections.find(({ id }) => id === request.params.id);
    if (!connection) return showProblem(reply, 404, words().unknown);
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    const issuer = await issuerOf(connection, config.mode).catch((error: unknown) => {
      request.log.warn({ connection: connection.id, fault: describeFault(error) }, "an issuer does not answer");
    });
    if (!issuer) return showProblem(reply, 502, words().silent(connection.label));
    const { uid } = request.params;
    attempts.set(reply, base + callbackPath, { connectionId: connection.id, uid, state, nonce, verifier });
    const address = oidc.buildAuthorizationUrl(issuer, {
      redirect_uri: callback,
      scope: connection.scopes.join(" "),
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    return reply.redirect(address.href, 303);
  });

  app.get(callbackPath, async (request, reply) => {
    const begun = attempts.read(request);
    const connection = connections.find(({ id }) => id === begun?.connectionId);
    if (!begun || !connection) return showProblem(reply, 400, words().expired);
    const person = await readPerson(request, connection, begun);
    if (person === "forged") {
      const locked = await noteRefusal(orm, originOf(request));
      return locked ? showLocked(reply, locked) : showProblem(reply, 401, words().failed(connection.label));
    }
    if (person === "failed") return showProblem(reply, 401, words().failed(connection.label));
    const user = await findOrLinkUser(orm, connection, person, originOf(request));
    if (!user) {
      const locked = await noteRefusal(orm, originOf(request), person.email && emailIndexOf(person.email));
      return locked ? showLocked(reply, locked) : showProblem(reply, 403, words().stranger);
    }
    const at = `${base}/interaction/${begun.uid}`;
    const shown = shownFirst(user, "fed", ...(person.twoFactors ? ["mfa"] : []));
    arrivals.set(reply, at, { uid: begun.uid, userId: user.id, ...shown });
    return reply.redirect(`${at}/connected`, 303);
  });

  app.get("/interaction/:uid/connected", async (request: SignInRequest, reply) => {
    await viewOf(request, reply);
    const arrived = arrivals.read(request);
    if (arrived?.uid !== request.params.uid) return showProblem(reply, 400, words().expired);
    return proceed(request, reply, await userOf(arrived.userId), arrived);
  });
}

/** What says that an answer is not to this browser's question, or not about whom it says. */
const forgeries = new Set(["OAUTH_INVALID_RESPONSE", "OAUTH_JWT_CLAIM_COMPARISON_FAILED"]);

/** Whether somebody sent an answer that is none: the issuer's own troubles, and whoever changes their mind, forge nothing. */
function isForged(error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return error.error === "invalid_grant";
  return error instanceof oidc.ClientError && forgeries.has(error.code ?? "");
}

function showLocked(reply: FastifyReply, { retryAfterSeconds }: LockedOut): FastifyReply {
  reply.header("retry-after", retryAfterSeconds);
  return showProblem(reply, 429, texts().errors.locked(retryAfterSeconds));
}

/** Tells a person why a sign-in cannot go on. */
function showProblem(reply: FastifyReply, status: number, lead: string): FastifyReply {
  return sendPage(reply, status, noticePage({ title: words().title, lead }));
}
