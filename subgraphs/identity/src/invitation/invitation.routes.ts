import { originOf } from "@careconnect/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { accountContext, readAccountSession } from "../account/account.session.ts";
import { html } from "../pages/markup.ts";
import { noticePage } from "../pages/notice.page.ts";
import { button, form } from "../pages/page.form.ts";
import { fieldsOf } from "../pages/page.scope.ts";
import type { PageServices } from "../pages/page.services.ts";
import { texts } from "../pages/page.texts.ts";
import { type Page, sendPage } from "../pages/page.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import { gonePage, newAccountPage, readyPage, takenPage } from "../registration/registration.pages.ts";
import type { Registration } from "../registration/registration.service.ts";
import { checkNewAccount, isGood } from "../user/user.form.ts";
import { isLinkToken } from "../verification/link.token.ts";
import { acceptInvitation, acceptWithAccount, type OpenInvitation, readInvitation } from "./invitation.acceptance.ts";

const path = "/account/invitation";
const words = () => texts().invitation;

/** `…/account/invitation`: where the link of an invitation leads. */
export function invitationRoutes(app: FastifyInstance, services: PageServices & { provider: ProviderHolder }): void {
  const { orm, forms, base, appUrl } = services;
  const action = base + path;
  const wordsOf = ({ organization }: OpenInvitation) => ({
    title: words().title(organization),
    lead: words().lead(organization),
    confirm: words().confirm,
  });

  /** The sign-in of whoever has the address of the invitation already; the answer is sent when it is not in this browser. */
  const holderOf = async (request: FastifyRequest, reply: FastifyReply, { holderId }: OpenInvitation) => {
    const session = await readAccountSession(services, request, reply);
    if (session?.user.id === holderId) return session;
    const signIn = { label: texts().signIn.submit, href: `${base}/account/sign-in` };
    sendPage(reply, 200, noticePage({ title: words().signInTitle, lead: words().signIn, action: signIn }));
    return undefined;
  };

  const sendOutcome = (
    reply: FastifyReply,
    { kind }: Registration,
    done: { readonly doneTitle: string; readonly done: string },
  ) => {
    if (kind === "gone") return sendPage(reply, 410, gonePage(undefined));
    if (kind === "taken") return sendPage(reply, 409, takenPage(appUrl));
    return sendPage(reply, 200, readyPage(done, appUrl));
  };

  app.get<{ Querystring: { token?: string } }>(path, async (request, reply) => {
    const { token } = request.query;
    const invitation = isLinkToken(token) ? await readInvitation(orm, token) : null;
    if (!isLinkToken(token) || !invitation) return sendPage(reply, 410, gonePage(undefined));
    if (invitation.holderId !== undefined && !(await holderOf(request, reply, invitation))) return reply;
    const state = { token: forms.issue(request, reply), values: { displayName: invitation.displayName } };
    const page =
      invitation.holderId === undefined
        ? newAccountPage(wordsOf(invitation), action, { token, email: invitation.email }, state)
        : acceptancePage(invitation, action, token, state.token);
    return sendPage(reply, 200, page);
  });

  app.post(path, async (request, reply) => {
    const { token, ...values } = fieldsOf(request, "token", "displayName", "password");
    const invitation = isLinkToken(token) ? await readInvitation(orm, token) : null;
    if (!invitation) return sendPage(reply, 410, gonePage(undefined));
    if (invitation.holderId !== undefined) {
      const session = await holderOf(request, reply, invitation);
      if (!session) return reply;
      return sendOutcome(reply, await acceptWithAccount(accountContext(orm, session, request), token), words());
    }
    const { email } = invitation;
    const errors = checkNewAccount(values, email);
    if (!isGood(errors)) {
      const state = { token: forms.issue(request, reply), values: { displayName: values.displayName }, errors };
      return sendPage(reply, 422, newAccountPage(wordsOf(invitation), action, { token, email }, state));
    }
    const account = { displayName: values.displayName.trim(), password: values.password };
    return sendOutcome(reply, await acceptInvitation(orm, token, account, originOf(request)), texts().register);
  });
}

/** Asks whoever has an account whether it shall be what the invitation names. */
function acceptancePage({ organization }: OpenInvitation, action: string, link: string, token: string): Page {
  return {
    title: words().title(organization),
    body: html`<div class="tight"><h1>${words().title(organization)}</h1><p class="lead">${words().own(organization)}</p></div>
${form(action, token, [html`<input type="hidden" name="token" value="${link}">`, button(words().confirm)])}`,
  };
}
