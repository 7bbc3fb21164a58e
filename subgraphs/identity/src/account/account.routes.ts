import { createHash, randomBytes } from "node:crypto";
import { boundEntityManager, knownUuid, originOf } from "@careconnect/kit";
import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { revokeApplication } from "../application/application.commands.ts";
import { listApplications } from "../application/application.service.ts";
import { qrCodeOf } from "../mfa/qr.code.ts";
import { renewRecoveryCodes, spelled } from "../mfa/recovery-code.service.ts";
import { hasSecondFactor, readSecondFactors } from "../mfa/second-factor.service.ts";
import { beginTotp, confirmTotp, continueTotp, removeTotp } from "../mfa/totp.service.ts";
import type { FormErrors } from "../pages/page.form.ts";
import { fieldsOf, jsonField } from "../pages/page.scope.ts";
import type { PageServices } from "../pages/page.services.ts";
import { texts } from "../pages/page.texts.ts";
import { sendPage } from "../pages/page.ts";
import { passkeyScriptPath } from "../passkey/passkey.script.ts";
import { addPasskey, prepareRegistration, relyingPartyOf, removePasskey } from "../passkey/passkey.service.ts";
import { accountClientId } from "../provider/provider.clients.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import { listSessions } from "../session/session.service.ts";
import { signIn } from "../signin/signin.service.ts";
import { checkNewPassword, isGood } from "../user/user.form.ts";
import { changePassword, endOtherSessions, endOwnSession } from "./account.commands.ts";
import {
  type AccountView,
  accountPage,
  isOutcome,
  newCodesPage,
  type Outcome,
  passkeyPage,
  passwordPage,
  totpPage,
} from "./account.pages.ts";
import { type AccountSession, accountContext, readAccountSession } from "./account.session.ts";

type AccountHandler = (
  request: FastifyRequest,
  reply: FastifyReply,
  session: AccountSession,
  view: AccountView,
) => Promise<unknown>;

/** `…/account`: what people see and change of their own account, in the browser in which they are signed in. */
export function accountRoutes(app: FastifyInstance, services: PageServices & { provider: ProviderHolder }): void {
  const { orm, config, settings, forms, browsers, base, appUrl } = services;
  const party = relyingPartyOf(config.issuer);
  const at = `${base}/account`;

  /** The way through a sign-in and back: an authorization request whose code nobody needs. */
  const signInUrl = (fresh: boolean) => {
    const challenge = createHash("sha256").update(randomBytes(32)).digest("base64url");
    return `${base}/auth?${new URLSearchParams({
      client_id: accountClientId,
      response_type: "code",
      redirect_uri: `${config.issuer}/account/signed-in`,
      scope: "openid",
      code_challenge: challenge,
      code_challenge_method: "S256",
      ...(fresh && { prompt: "login" }),
    })}`;
  };

  /** Serves whoever is signed in, and sends everybody else through the sign-in. */
  const signedIn =
    (handler: AccountHandler, need: "any" | "recent" = "any") =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const session = await readAccountSession(services, request, reply);
      if (!session) return reply.redirect(signInUrl(false), 303);
      if (need === "recent" && !session.recent) return reply.redirect(signInUrl(true), 303);
      const view = { at, appUrl, token: forms.issue(request, reply), script: base + passkeyScriptPath };
      return handler(request, reply, session, view);
    };
  const factorsOf = ({ user }: AccountSession) =>
    readSecondFactors(boundEntityManager(orm, user.organizationId), user.id);
  const ownerOf = ({ user, browserSessionHash }: AccountSession) => ({
    subject: `account:${browserSessionHash}:${user.id}`,
    label: user.email ?? user.displayName,
  });
  const back = (reply: FastifyReply, outcome?: Outcome) =>
    reply.redirect(outcome ? `${at}?outcome=${outcome}` : at, 303);

  // Whoever is signed in here: for somebody else, who has to show that it is them.
  app.get("/account/sign-in", (_request, reply) => reply.redirect(signInUrl(true), 303));

  app.get("/account/signed-in", (_request, reply) => back(reply));

  app.get(
    "/account",
    signedIn(async (request, reply, session, view) => {
      const { outcome } = request.query as { outcome?: string };
      const context = accountContext(orm, session, request);
      const [factors, sessions, applications] = await Promise.all([
        factorsOf(session),
        listSessions(context, settings.browserIdleTime),
        listApplications(context),
      ]);
      const state = { ...session, factors, sessions, applications, outcome: isOutcome(outcome) ? outcome : undefined };
      return sendPage(reply, 200, accountPage(view, state));
    }),
  );

  app.get(
    "/account/password",
    signedIn(async (_request, reply, { user }, view) => sendPage(reply, 200, passwordPage(view, user.email ?? ""))),
  );

  app.post(
    "/account/password",
    signedIn(async (request, reply, session, view) => {
      const { user } = session;
      const { current, password } = fieldsOf(request, "current", "password");
      const refuse = (status: number, errors: FormErrors) =>
        sendPage(reply, status, passwordPage(view, user.email ?? "", errors));
      // Whoever sits down at an open browser must not guess faster here than at the sign-in.
      const browser = browsers.read(request, user.email ?? "");
      const outcome = await signIn(orm, user.email ?? "", current.slice(0, 1_024), originOf(request), browser);
      if (outcome.kind === "locked") return refuse(429, { current: texts().errors.locked(outcome.retryAfterSeconds) });
      if (outcome.kind === "refused") return refuse(401, { current: texts().errors.wrongPassword });
      const errors = checkNewPassword(password, [user.email ?? "", user.displayName]);
      if (!isGood(errors)) return refuse(422, errors);
      await changePassword(accountContext(orm, session, request), password, session.browserSessionHash);
      return back(reply, "password");
    }),
  );

  const showTotp = async (
    reply: FastifyReply,
    session: AccountSession,
    view: AccountView,
    errors?: FormErrors,
    { uri, ...setup } = beginTotp(ownerOf(session)),
  ) => {
    if ((await factorsOf(session)).totp) return back(reply);
    const shown = { ...setup, qrCode: await qrCodeOf(uri) };
    return sendPage(reply, errors ? 401 : 200, totpPage(view, shown, errors));
  };

  app.get(
    "/account/totp",
    signedIn((_request, reply, session, view) => showTotp(reply, session, view), "recent"),
  );

  app.post(
    "/account/totp",
    signedIn(async (request, reply, session, view) => {
      const { code, setup } = fieldsOf(request, "code", "setup");
      const begun = continueTotp(ownerOf(session), setup);
      if (!begun) return showTotp(reply, session, view, { code: texts().errors.form });
      const added = await confirmTotp(
        accountContext(orm, session, request),
        begun,
        code.replaceAll(/\s/g, ""),
        session,
      );
      if (added.kind === "late") return back(reply);
      if (added.kind === "refused") return showTotp(reply, session, view, { code: texts().errors.code }, begun);
      return sendPage(reply, 200, newCodesPage(view, added.recoveryCodes.map(spelled)));
    }, "recent"),
  );

  app.post(
    "/account/totp/remove",
    signedIn(async (request, reply, session) => {
      const gone = await removeTotp(accountContext(orm, session, request), settings.mfaRequiredRoles);
      return back(reply, gone ? "factor" : "kept");
    }, "recent"),
  );

  app.post(
    "/account/recovery-codes",
    signedIn(async (request, reply, session, view) => {
      if (!hasSecondFactor(await factorsOf(session))) return back(reply);
      const codes = await renewRecoveryCodes(accountContext(orm, session, request));
      return sendPage(reply, 200, newCodesPage(view, codes.map(spelled)));
    }, "recent"),
  );

  app.post(
    "/account/kept",
    signedIn(async (_request, reply) => back(reply, "factor")),
  );

  app.get(
    "/account/passkeys",
    signedIn(async (_request, reply, _session, view) => sendPage(reply, 200, passkeyPage(view)), "recent"),
  );

  app.post(
    "/account/passkeys/options",
    signedIn(
      async (request, reply, session) =>
        reply.send(await prepareRegistration(accountContext(orm, session, request), party, session.user)),
      "recent",
    ),
  );

  app.post(
    "/account/passkeys",
    signedIn(async (request, reply, session, view) => {
      const response = jsonField<RegistrationResponseJSON>(request, "response");
      const context = accountContext(orm, session, request);
      const name = texts().account.passkeyName(new Date());
      const added = response && (await addPasskey(context, party, response, name, session));
      if (added?.kind !== "added") return sendPage(reply, 401, passkeyPage(view, texts().errors.passkey));
      if (added.recoveryCodes) return sendPage(reply, 200, newCodesPage(view, added.recoveryCodes.map(spelled)));
      return back(reply, "factor");
    }, "recent"),
  );

  app.post(
    "/account/passkeys/:id/remove",
    signedIn(async (request, reply, session) => {
      const id = knownUuid((request.params as { id: string }).id);
      const gone = await removePasskey(accountContext(orm, session, request), id, settings.mfaRequiredRoles);
      return back(reply, gone ? "factor" : "kept");
    }, "recent"),
  );

  app.post(
    "/account/sessions/:id/end",
    signedIn(async (request, reply, session) => {
      await endOwnSession(accountContext(orm, session, request), knownUuid((request.params as { id: string }).id));
      return back(reply, "session");
    }),
  );

  app.post(
    "/account/applications/:id/revoke",
    signedIn(async (request, reply, session) => {
      await revokeApplication(accountContext(orm, session, request), knownUuid((request.params as { id: string }).id));
      return back(reply, "application");
    }),
  );

  app.post(
    "/account/sessions/end",
    signedIn(async (request, reply, session) => {
      await endOtherSessions(accountContext(orm, session, request), session.browserSessionHash);
      return back(reply, "session");
    }),
  );
}
