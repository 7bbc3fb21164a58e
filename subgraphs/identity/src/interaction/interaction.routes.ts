import { boundEntityManager, createCommandContext, originOf } from "@careconnect/kit";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { FastifyInstance, FastifyReply } from "fastify";
import { demoAccounts } from "../demo/demo.accounts.ts";
import { qrCodeOf } from "../mfa/qr.code.ts";
import { spelled } from "../mfa/recovery-code.service.ts";
import { checkCode, hasSecondFactor, readSecondFactors } from "../mfa/second-factor.service.ts";
import { beginTotp, confirmTotp, continueTotp } from "../mfa/totp.service.ts";
import type { FormErrors } from "../pages/page.form.ts";
import { fieldsOf, jsonField } from "../pages/page.scope.ts";
import type { PageServices } from "../pages/page.services.ts";
import { texts } from "../pages/page.texts.ts";
import { sendPage } from "../pages/page.ts";
import {
  addPasskey,
  prepareAuthentication,
  prepareRegistration,
  relyingPartyOf,
  usePasskey,
} from "../passkey/passkey.service.ts";
import { credentialHash } from "../provider/credential.hash.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import { factorSubject } from "../signin/signin.lockout.ts";
import { type LockedOut, noteLocked, noteRefusal, noteSignIn, signIn, signInAction } from "../signin/signin.service.ts";
import type { UserRow } from "../user/user.entity.ts";
import { viewerOf } from "../user/user.viewer.ts";
import {
  enrolmentPage,
  recoveryCodesPage,
  type SignInView,
  secondFactorPage,
  signInPage,
  totpSetup,
} from "./sign-in.pages.ts";
import { forgetProgress, readProgress, saveProgress, shownBeside, shownFirst } from "./sign-in.progress.ts";
import { type SignInRequest, signInSteps } from "./sign-in.steps.ts";
import type { SignInProgressRow } from "./sign-in-progress.entity.ts";

/** `…/interaction/:uid`: where the provider sends a person who has to sign in. */
export function interactionRoutes(app: FastifyInstance, services: PageServices & { provider: ProviderHolder }): void {
  const { orm, config, browsers } = services;
  const party = relyingPartyOf(config.issuer);

  const { viewOf, userOf, proceed, goTo, finish } = signInSteps(services);
  const emOf = (user: UserRow) => boundEntityManager(orm, user.organizationId);
  const ownerOf = (request: SignInRequest, { id, email, displayName }: UserRow) => ({
    subject: `${subjectOf(request)}:${id}`,
    label: email ?? displayName,
  });
  const contextOf = (user: UserRow, request: SignInRequest) =>
    createCommandContext(orm, viewerOf(user), originOf(request));

  /** The progress of this browser's sign-in when it is at `step`; otherwise the browser is sent to the beginning. */
  const atStep = async (
    request: SignInRequest,
    reply: FastifyReply,
    step: SignInProgressRow["step"],
  ): Promise<{ view: SignInView; progress: SignInProgressRow; user: UserRow } | undefined> => {
    const view = await viewOf(request, reply);
    const progress = await readProgress(orm, request.params.uid);
    if (progress?.step === step) return { view, progress, user: await userOf(progress.userId) };
    reply.redirect(view.at, 303);
    return undefined;
  };

  const sendLocked = (reply: FastifyReply, view: SignInView, { retryAfterSeconds }: LockedOut, email?: string) => {
    reply.header("retry-after", retryAfterSeconds);
    return sendPage(reply, 429, signInPage(view, { email, problem: texts().errors.locked(retryAfterSeconds) }));
  };

  app.get("/interaction/:uid", async (request: SignInRequest, reply) =>
    sendPage(reply, 200, signInPage(await viewOf(request, reply))),
  );

  app.post("/interaction/:uid", async (request: SignInRequest, reply) => {
    const view = await viewOf(request, reply);
    const { email, password } = fieldsOf(request, "email", "password");
    const address = email.slice(0, 254);
    const browser = browsers.read(request, address);
    const outcome = await signIn(orm, address, password.slice(0, 1_024), originOf(request), browser);
    if (outcome.kind === "signed-in") return proceed(request, reply, outcome.user, shownFirst(outcome.user, "pwd"));
    if (outcome.kind === "refused")
      return sendPage(reply, 401, signInPage(view, { email, problem: texts().signIn.refused }));
    return sendLocked(reply, view, outcome, email);
  });

  if (config.mode === "demo")
    app.post("/interaction/:uid/demo", async (request: SignInRequest, reply) => {
      const view = await viewOf(request, reply);
      const { account } = fieldsOf(request, "account");
      const known = demoAccounts.find(({ email }) => email === account);
      if (!known) return sendPage(reply, 401, signInPage(view, { problem: texts().signIn.refused }));
      const user = await userOf(known.id);
      return proceed(request, reply, user, shownFirst(user, "pwd"));
    });

  app.post("/interaction/:uid/restart", async (request: SignInRequest, reply) => {
    const { at } = await viewOf(request, reply);
    await forgetProgress(orm, request.params.uid);
    return reply.redirect(at, 303);
  });

  app.post("/interaction/:uid/passkey/options", async (request: SignInRequest, reply) => {
    await viewOf(request, reply);
    return reply.send(await prepareAuthentication(orm, party, subjectOf(request)));
  });

  app.post("/interaction/:uid/passkey", async (request: SignInRequest, reply) => {
    const view = await viewOf(request, reply);
    const response = jsonField<AuthenticationResponseJSON>(request, "response");
    const shown = response && (await usePasskey(orm, party, subjectOf(request), response));
    if (!shown) {
      const target = typeof response?.id === "string" ? credentialHash(response.id) : undefined;
      const locked = await noteRefusal(orm, originOf(request), target);
      if (locked) return sendLocked(reply, view, locked);
      return sendPage(reply, 401, signInPage(view, { problem: texts().errors.passkey }));
    }
    // A passkey is two factors by itself, whatever was shown before it.
    const user = await userOf(shown.userId);
    return finish(request, reply, user, shownFirst(user, shown.method));
  });

  app.get("/interaction/:uid/second-factor", async (request: SignInRequest, reply) => {
    const step = await atStep(request, reply, "SECOND_FACTOR");
    if (!step) return reply;
    const { totp, passkeys } = await readSecondFactors(emOf(step.user), step.user.id);
    return sendPage(reply, 200, secondFactorPage(step.view, { totp, passkeys: passkeys.length > 0 }));
  });

  app.post("/interaction/:uid/second-factor", async (request: SignInRequest, reply) => {
    const step = await atStep(request, reply, "SECOND_FACTOR");
    if (!step) return reply;
    const { code, recovery } = fieldsOf(request, "code", "recovery");
    const outcome = await checkCode(emOf(step.user), step.user.id, (code || recovery).slice(0, 40));
    if (outcome.kind === "accepted") return finish(request, reply, step.user, shownBeside(step.progress, "otp"));
    const { totp, passkeys } = await readSecondFactors(emOf(step.user), step.user.id);
    const locked = outcome.kind === "locked";
    const origin = originOf(request);
    if (locked)
      await noteLocked(orm, origin, factorSubject(step.user.id), { action: signInAction, viewer: viewerOf(step.user) });
    else await noteSignIn(orm, step.user, origin, "REFUSED");
    if (locked) reply.header("retry-after", outcome.retryAfterSeconds);
    const problem = locked ? texts().errors.locked(outcome.retryAfterSeconds) : texts().errors.code;
    const page = secondFactorPage(step.view, { totp, passkeys: passkeys.length > 0 }, problem);
    return sendPage(reply, locked ? 429 : 401, page);
  });

  const sendEnrolment = async (
    request: SignInRequest,
    reply: FastifyReply,
    { view, user }: { view: SignInView; user: UserRow },
    errors?: FormErrors,
    { uri, ...setup } = beginTotp(ownerOf(request, user)),
  ) => {
    const shown = { ...setup, qrCode: await qrCodeOf(uri) };
    const form = totpSetup(`${view.at}/enrolment`, view.token, shown, errors);
    return sendPage(reply, errors ? 401 : 200, enrolmentPage(view, form));
  };

  /** The codes are seen before the sign-in ends: afterwards nobody would come back for them. */
  const sendCodes = async (
    request: SignInRequest,
    reply: FastifyReply,
    { view, user, progress }: { view: SignInView; user: UserRow; progress: SignInProgressRow },
    method: string,
    codes: readonly string[],
  ) => {
    const shown = { userId: user.id, ...shownBeside(progress, method) };
    await saveProgress(orm, request.params.uid, { ...shown, step: "RECOVERY_CODES" });
    const next = { action: `${view.at}/finish`, token: view.token, formTargets: view.formTargets };
    return sendPage(reply, 200, recoveryCodesPage(codes.map(spelled), next));
  };

  const toSecondFactor = (
    request: SignInRequest,
    reply: FastifyReply,
    { progress: { userId, methods, generation } }: { progress: SignInProgressRow },
  ) => goTo(request, reply, "SECOND_FACTOR", { userId, methods, generation });

  /** {@link atStep} for setting up a first factor: whoever has one by now is asked for it. */
  const atEnrolment = async (request: SignInRequest, reply: FastifyReply) => {
    const step = await atStep(request, reply, "ENROLMENT");
    if (!step || !hasSecondFactor(await readSecondFactors(emOf(step.user), step.user.id))) return step;
    await toSecondFactor(request, reply, step);
    return undefined;
  };

  app.get("/interaction/:uid/enrolment", async (request: SignInRequest, reply) => {
    const step = await atEnrolment(request, reply);
    return step ? sendEnrolment(request, reply, step) : reply;
  });

  app.post("/interaction/:uid/enrolment", async (request: SignInRequest, reply) => {
    const step = await atEnrolment(request, reply);
    if (!step) return reply;
    const { code, setup } = fieldsOf(request, "code", "setup");
    const begun = continueTotp(ownerOf(request, step.user), setup);
    if (!begun) return sendEnrolment(request, reply, step, { code: texts().errors.form });
    const added = await confirmTotp(contextOf(step.user, request), begun, code.replaceAll(/\s/g, ""), "sign-in");
    if (added.kind === "late") return toSecondFactor(request, reply, step);
    if (added.kind === "refused") return sendEnrolment(request, reply, step, { code: texts().errors.code }, begun);
    return sendCodes(request, reply, step, "otp", added.recoveryCodes);
  });

  app.post("/interaction/:uid/enrolment/passkey/options", async (request: SignInRequest, reply) => {
    const step = await atEnrolment(request, reply);
    if (!step) return reply;
    return reply.send(await prepareRegistration(contextOf(step.user, request), party, step.user));
  });

  app.post("/interaction/:uid/enrolment/passkey", async (request: SignInRequest, reply) => {
    const step = await atEnrolment(request, reply);
    if (!step) return reply;
    const response = jsonField<RegistrationResponseJSON>(request, "response");
    const context = contextOf(step.user, request);
    const name = texts().account.passkeyName(new Date());
    const added = response && (await addPasskey(context, party, response, name, "sign-in"));
    if (added?.kind === "late") return toSecondFactor(request, reply, step);
    if (added?.kind !== "added") return sendEnrolment(request, reply, step, { code: texts().errors.passkey });
    if (!added.recoveryCodes) return finish(request, reply, step.user, shownBeside(step.progress, added.method));
    return sendCodes(request, reply, step, added.method, added.recoveryCodes);
  });

  app.post("/interaction/:uid/finish", async (request: SignInRequest, reply) => {
    const step = await atStep(request, reply, "RECOVERY_CODES");
    return step ? finish(request, reply, step.user, step.progress) : reply;
  });
}

const subjectOf = (request: SignInRequest) => `sign-in:${request.params.uid}`;
