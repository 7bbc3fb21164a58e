import { originOf } from "@careconnect/kit";
import type { FastifyInstance } from "fastify";
import { html } from "../pages/markup.ts";
import { button, form } from "../pages/page.form.ts";
import { fieldsOf } from "../pages/page.scope.ts";
import type { PageServices } from "../pages/page.services.ts";
import { texts } from "../pages/page.texts.ts";
import { type Page, sendPage } from "../pages/page.ts";
import {
  addressPage,
  type FormState,
  gonePage,
  mailSentPage,
  newPasswordField,
  readyPage,
} from "../registration/registration.pages.ts";
import { checkEmail, checkNewPassword, isGood } from "../user/user.form.ts";
import { isLinkToken } from "../verification/link.token.ts";
import { completeReset, readReset, requestReset } from "./password-reset.service.ts";

const path = "/account/reset";

/** `…/account/reset`: an address, a link by mail, a new password. */
export function passwordResetRoutes(app: FastifyInstance, services: PageServices): void {
  const { orm, config, forms, browsers, base, appUrl } = services;
  const start = base + path;
  const confirm = `${start}/confirm`;
  const asked = { action: start, demo: config.mode === "demo" };
  const again = { label: texts().gone.again, href: start };

  app.get(path, (request, reply) =>
    sendPage(reply, 200, addressPage(texts().reset, asked, { token: forms.issue(request, reply) })),
  );

  app.post(path, async (request, reply) => {
    const values = fieldsOf(request, "email");
    const token = forms.issue(request, reply);
    const checked = checkEmail(values.email);
    if ("errors" in checked)
      return sendPage(reply, 422, addressPage(texts().reset, asked, { token, values, errors: checked.errors }));
    const requested = await requestReset(orm, checked.email, originOf(request));
    if (requested.kind === "locked") {
      reply.header("retry-after", requested.retryAfterSeconds);
      const errors = { email: texts().errors.locked(requested.retryAfterSeconds) };
      return sendPage(reply, 429, addressPage(texts().reset, asked, { token, values, errors }));
    }
    return sendPage(reply, 200, mailSentPage(asked, token, checked.email));
  });

  app.get<{ Querystring: { token?: string } }>(`${path}/confirm`, async (request, reply) => {
    const { token } = request.query;
    const user = isLinkToken(token) ? await readReset(orm, token) : null;
    if (!isLinkToken(token) || !user) return sendPage(reply, 410, gonePage(again));
    return sendPage(reply, 200, newPasswordPage(confirm, token, user.email, { token: forms.issue(request, reply) }));
  });

  app.post(`${path}/confirm`, async (request, reply) => {
    const { token, password } = fieldsOf(request, "token", "password");
    const user = isLinkToken(token) ? await readReset(orm, token) : null;
    if (!user) return sendPage(reply, 410, gonePage(again));
    const errors = checkNewPassword(password, [user.email ?? "", user.displayName]);
    if (!isGood(errors)) {
      const state = { token: forms.issue(request, reply), errors };
      return sendPage(reply, 422, newPasswordPage(confirm, token, user.email, state));
    }
    const browser = browsers.read(request, user.email ?? "");
    const changed = await completeReset(orm, token, password, originOf(request), browser);
    return changed ? sendPage(reply, 200, readyPage(texts().reset, appUrl)) : sendPage(reply, 410, gonePage(again));
  });
}

function newPasswordPage(action: string, link: string, email: string | null | undefined, state: FormState): Page {
  const { confirmTitle, confirmLead, confirm } = texts().reset;
  return {
    title: confirmTitle,
    body: html`<div class="tight"><h1>${confirmTitle}</h1><p class="lead">${confirmLead}</p></div>
${form(action, state.token, [
  html`<input type="hidden" name="token" value="${link}">`,
  // For password managers, which keep a password under the address beside it.
  html`<input type="hidden" name="username" autocomplete="username" value="${email}">`,
  newPasswordField(state.errors, true),
  button(confirm),
])}`,
  };
}
