import { originOf } from "@careconnect/kit";
import type { FastifyInstance } from "fastify";
import { fieldsOf } from "../pages/page.scope.ts";
import type { PageServices } from "../pages/page.services.ts";
import { texts } from "../pages/page.texts.ts";
import { sendPage } from "../pages/page.ts";
import { gonePage, newAccountPage, readyPage, takenPage } from "../registration/registration.pages.ts";
import { checkNewAccount, isGood } from "../user/user.form.ts";
import { isLinkToken } from "../verification/link.token.ts";
import { acceptInvitation, type OpenInvitation, readInvitation } from "./invitation.acceptance.ts";

const path = "/account/invitation";

/** `…/account/invitation`: where the link of an invitation leads. */
export function invitationRoutes(app: FastifyInstance, services: PageServices): void {
  const { orm, forms, base, appUrl } = services;
  const action = base + path;
  const wordsOf = ({ organization }: OpenInvitation) => ({
    title: texts.invitation.title(organization),
    lead: texts.invitation.lead(organization),
    confirm: texts.invitation.confirm,
  });

  app.get<{ Querystring: { token?: string } }>(path, async (request, reply) => {
    const { token } = request.query;
    const invitation = isLinkToken(token) ? await readInvitation(orm, token) : null;
    if (!isLinkToken(token) || !invitation) return sendPage(reply, 410, gonePage(undefined));
    const values = { displayName: invitation.displayName };
    const state = { token: forms.issue(request, reply), values };
    return sendPage(reply, 200, newAccountPage(wordsOf(invitation), action, { token, email: invitation.email }, state));
  });

  app.post(path, async (request, reply) => {
    const { token, ...values } = fieldsOf(request, "token", "displayName", "password");
    const invitation = isLinkToken(token) ? await readInvitation(orm, token) : null;
    if (!invitation) return sendPage(reply, 410, gonePage(undefined));
    const { email } = invitation;
    const errors = checkNewAccount(values, email);
    if (!isGood(errors)) {
      const state = { token: forms.issue(request, reply), values: { displayName: values.displayName }, errors };
      return sendPage(reply, 422, newAccountPage(wordsOf(invitation), action, { token, email }, state));
    }
    const account = { displayName: values.displayName.trim(), password: values.password };
    const outcome = await acceptInvitation(orm, token, account, originOf(request));
    if (outcome.kind === "gone") return sendPage(reply, 410, gonePage(undefined));
    if (outcome.kind === "taken") return sendPage(reply, 409, takenPage(appUrl));
    return sendPage(reply, 200, readyPage(texts.register, appUrl));
  });
}
