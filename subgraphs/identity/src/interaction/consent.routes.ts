import { createCommandContext, originOf } from "@careconnect/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errors } from "oidc-provider";
import { allowApplication, denyApplication } from "../application/application.commands.ts";
import type { ClientRow } from "../client/client.entity.ts";
import { findClient } from "../client/client.service.ts";
import { OrganizationRow } from "../organization/organization.entity.ts";
import { fieldsOf } from "../pages/page.scope.ts";
import type { PageServices } from "../pages/page.services.ts";
import { sendPage } from "../pages/page.ts";
import { credentialHash } from "../provider/credential.hash.ts";
import { apiScopesOf } from "../provider/provider.consent.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import { UserRow } from "../user/user.entity.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { consentPage } from "./consent.pages.ts";
import { generationIn } from "./sign-in.result.ts";
import { targetsOf } from "./sign-in.steps.ts";

type ConsentRequest = FastifyRequest<{ Params: { uid: string } }>;

interface Asked {
  readonly user: UserRow;
  readonly application: ClientRow;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly browserSessionHash: string;
  readonly generation: number | undefined;
}

/** `…/interaction/:uid/consent`: where the provider sends a person whom a partner's application asks. */
export function consentRoutes(app: FastifyInstance, services: PageServices & { provider: ProviderHolder }): void {
  const { provider, orm, config, forms, base } = services;
  const own = new URL(config.issuer).origin;

  /** What this browser's person is asked. What the page posts is the answer alone. @throws errors.SessionNotFound */
  const askedIn = async (request: ConsentRequest, reply: FastifyReply): Promise<Asked> => {
    const asking = await provider.interactionDetails(request.raw, reply.raw);
    const { uid, prompt, session, params, lastSubmission } = asking;
    const em = orm.em.fork();
    const user = session && (await em.findOne(UserRow, { id: session.accountId }, { filters: false }));
    const application = await findClient(orm, String(params.client_id));
    const isAsked = uid === request.params.uid && prompt.name === "consent";
    if (!isAsked || !user || user.suspendedAt || application?.organizationId !== user.organizationId)
      throw new errors.SessionNotFound("nobody is asked for consent here");
    return {
      user,
      application,
      scopes: apiScopesOf(String(params.scope ?? "").split(" ")).filter((scope) => application.scopes.includes(scope)),
      redirectUri: String(params.redirect_uri),
      browserSessionHash: credentialHash(session.uid),
      generation: generationIn(lastSubmission),
    };
  };

  app.get("/interaction/:uid/consent", async (request: ConsentRequest, reply) => {
    const { user, application, scopes, redirectUri } = await askedIn(request, reply);
    const organization = await orm.em.fork().findOneOrFail(OrganizationRow, { id: user.organizationId });
    const view = {
      at: `${base}/interaction/${request.params.uid}/consent`,
      token: forms.issue(request, reply),
      formTargets: targetsOf(redirectUri, own),
      application: application.name,
      organization: organization.name,
      user,
      scopes,
      target: new URL(redirectUri).host,
    };
    return sendPage(reply, 200, consentPage(view));
  });

  app.post("/interaction/:uid/consent", async (request: ConsentRequest, reply) => {
    const asked = await askedIn(request, reply);
    const { user, application, scopes } = asked;
    const origin = originOf(request);
    const goOn = async (result: Parameters<ProviderHolder["interactionResult"]>[2]) =>
      reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303);
    if (fieldsOf(request, "decision").decision !== "allow") {
      await denyApplication(orm, user, application, origin);
      return goOn({ error: "access_denied", error_description: "the person did not let this application" });
    }
    const allowed = await allowApplication(
      createCommandContext(orm, viewerOf(user), origin),
      application,
      scopes,
      asked,
    );
    if (!allowed) throw new errors.SessionNotFound("this sign-in has ended");
    return goOn({ consent: { accountId: user.id } });
  });
}
