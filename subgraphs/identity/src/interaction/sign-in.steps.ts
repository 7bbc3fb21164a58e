import { boundEntityManager, originOf } from "@careconnect/kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errors } from "oidc-provider";
import { needsSecondFactor } from "../mfa/mfa.config.ts";
import { hasSecondFactor, readSecondFactors } from "../mfa/second-factor.service.ts";
import type { PageServices } from "../pages/page.services.ts";
import { texts } from "../pages/page.texts.ts";
import { sendPage } from "../pages/page.ts";
import { passkeyScriptPath } from "../passkey/passkey.script.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import { noteSignIn } from "../signin/signin.service.ts";
import { UserRow } from "../user/user.entity.ts";
import { authenticationBy } from "./authentication.level.ts";
import { type SignInView, signInPage } from "./sign-in.pages.ts";
import { forgetProgress, type Progress, type Shown, saveProgress } from "./sign-in.progress.ts";
import { signInResult } from "./sign-in.result.ts";

export type SignInRequest = FastifyRequest<{ Params: { uid: string } }>;

/** What every sign-in goes through, whichever way its first factor is shown. */
export interface SignInSteps {
  /** What is being signed in to. @throws errors.SessionNotFound unless this browser began it */
  viewOf(request: SignInRequest, reply: FastifyReply): Promise<SignInView>;
  userOf(id: string): Promise<UserRow>;
  /** Goes on after what was shown first: to the second factor, to setting one up, or to the end. */
  proceed(request: SignInRequest, reply: FastifyReply, user: UserRow, shown: Shown): Promise<FastifyReply>;
  /** Goes on at another page. */
  goTo(
    request: SignInRequest,
    reply: FastifyReply,
    step: Exclude<Progress["step"], "RECOVERY_CODES">,
    shown: Omit<Progress, "step">,
  ): Promise<FastifyReply>;
  /** Tells the provider who it is; from there the browser goes back to the client. */
  finish(request: SignInRequest, reply: FastifyReply, user: UserRow, shown: Shown): Promise<FastifyReply>;
}

const pageOf = { SECOND_FACTOR: "second-factor", ENROLMENT: "enrolment" } as const;

export function signInSteps(services: PageServices & { provider: ProviderHolder }): SignInSteps {
  const { provider, orm, config, settings, forms, browsers, base } = services;
  const own = new URL(config.issuer).origin;

  const steps: SignInSteps = {
    async viewOf(request, reply) {
      const { uid, params } = await provider.interactionDetails(request.raw, reply.raw);
      // The cookie says which sign-in is this browser's: the page of another one is not.
      if (uid !== request.params.uid) throw new errors.SessionNotFound("this is the page of another sign-in");
      return {
        at: `${base}/interaction/${uid}`,
        base,
        token: forms.issue(request, reply),
        script: base + passkeyScriptPath,
        formTargets: targetsOf(params.redirect_uri, own),
        demo: config.mode === "demo",
        hint: config.mode === "demo" && typeof params.login_hint === "string" ? params.login_hint : undefined,
        registration: settings.selfRegistration !== null,
        connections: settings.connections,
      };
    },

    userOf: (id) => orm.em.fork().findOneOrFail(UserRow, { id }, { filters: false }),

    async proceed(request, reply, user, first) {
      if (authenticationBy(first.methods).acr === "aal2") return steps.finish(request, reply, user, first);
      const shown = { userId: user.id, methods: first.methods, generation: first.generation };
      if (hasSecondFactor(await readSecondFactors(boundEntityManager(orm, user.organizationId), user.id)))
        return steps.goTo(request, reply, "SECOND_FACTOR", shown);
      if (needsSecondFactor(user.roles, settings.mfaRequiredRoles))
        return steps.goTo(request, reply, "ENROLMENT", shown);
      return steps.finish(request, reply, user, first);
    },

    async goTo(request, reply, step, shown) {
      const { at } = await steps.viewOf(request, reply);
      await saveProgress(orm, request.params.uid, { ...shown, step });
      return reply.redirect(`${at}/${pageOf[step]}`, 303);
    },

    async finish(request, reply, user, shown) {
      const view = await steps.viewOf(request, reply);
      // An account that is closed is told no more than a stranger is.
      if (user.suspendedAt) {
        await noteSignIn(orm, user, originOf(request), "REFUSED");
        return sendPage(reply, 401, signInPage(view, { problem: texts().signIn.refused }));
      }
      await forgetProgress(orm, request.params.uid);
      await noteSignIn(orm, user, originOf(request), "ALLOWED");
      if (user.email) browsers.note(request, reply, user.email);
      const result = signInResult(user.id, shown);
      return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303);
    },
  };
  return steps;
}

/**
 * The client's origin when it is not ours: a form of the sign-in leads there by redirects. A policy can name no IPv6
 * address: for one, it names the scheme.
 */
export function targetsOf(redirectUri: unknown, own: string): readonly string[] {
  if (typeof redirectUri !== "string" || !URL.canParse(redirectUri)) return [];
  const { origin, protocol, hostname } = new URL(redirectUri);
  if (origin === own || origin === "null") return [];
  return [hostname.startsWith("[") ? protocol : origin];
}
