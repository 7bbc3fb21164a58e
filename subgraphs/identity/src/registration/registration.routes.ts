import { originOf } from "@careconnect/kit";
import type { FastifyInstance } from "fastify";
import { noticePage } from "../pages/notice.page.ts";
import { fieldsOf } from "../pages/page.scope.ts";
import type { PageServices } from "../pages/page.services.ts";
import { texts } from "../pages/page.texts.ts";
import { sendPage } from "../pages/page.ts";
import { checkEmail, checkNewAccount, isGood } from "../user/user.form.ts";
import { isLinkToken } from "../verification/link.token.ts";
import { readLink } from "../verification/one-time-link.service.ts";
import { addressPage, gonePage, mailSentPage, newAccountPage, readyPage, takenPage } from "./registration.pages.ts";
import { completeRegistration, requestRegistration } from "./registration.service.ts";

const path = "/account/register";

/** `…/account/register`: an address, a link by mail, a name and a password. */
export function registrationRoutes(app: FastifyInstance, services: PageServices): void {
  const { orm, config, settings, forms, base, appUrl } = services;
  const organizationId = settings.selfRegistration;
  const start = base + path;
  const confirm = `${start}/confirm`;
  const asked = { action: start, demo: config.mode === "demo" };
  const again = { label: texts().gone.again, href: start };

  if (organizationId === null) {
    const closed = noticePage({ title: texts().register.title, lead: texts().register.closed });
    for (const page of [path, `${path}/confirm`]) app.get(page, (_request, reply) => sendPage(reply, 404, closed));
    return;
  }

  app.get(path, (request, reply) =>
    sendPage(reply, 200, addressPage(texts().register, asked, { token: forms.issue(request, reply) })),
  );

  app.post(path, async (request, reply) => {
    const values = fieldsOf(request, "email");
    const token = forms.issue(request, reply);
    const checked = checkEmail(values.email);
    if ("errors" in checked)
      return sendPage(reply, 422, addressPage(texts().register, asked, { token, values, errors: checked.errors }));
    const requested = await requestRegistration(orm, checked.email, originOf(request));
    if (requested.kind === "locked") {
      reply.header("retry-after", requested.retryAfterSeconds);
      const errors = { email: texts().errors.locked(requested.retryAfterSeconds) };
      return sendPage(reply, 429, addressPage(texts().register, asked, { token, values, errors }));
    }
    return sendPage(reply, 200, mailSentPage(asked, token, checked.email));
  });

  const words = {
    title: texts().register.confirmTitle,
    lead: texts().register.confirmLead,
    confirm: texts().register.confirm,
  };

  app.get<{ Querystring: { token?: string } }>(`${path}/confirm`, async (request, reply) => {
    const { token } = request.query;
    const email = isLinkToken(token) ? await readLink(orm.em.fork(), "REGISTRATION", token) : null;
    if (!isLinkToken(token) || email === null) return sendPage(reply, 410, gonePage(again));
    const state = { token: forms.issue(request, reply) };
    return sendPage(reply, 200, newAccountPage(words, confirm, { token, email }, state));
  });

  app.post(`${path}/confirm`, async (request, reply) => {
    const { token, ...values } = fieldsOf(request, "token", "displayName", "password");
    const email = isLinkToken(token) ? await readLink(orm.em.fork(), "REGISTRATION", token) : null;
    if (email === null) return sendPage(reply, 410, gonePage(again));
    const errors = checkNewAccount(values, email);
    if (!isGood(errors)) {
      const state = { token: forms.issue(request, reply), values: { displayName: values.displayName }, errors };
      return sendPage(reply, 422, newAccountPage(words, confirm, { token, email }, state));
    }
    const account = { displayName: values.displayName.trim(), password: values.password };
    const outcome = await completeRegistration(orm, organizationId, token, account, originOf(request));
    if (outcome.kind === "gone") return sendPage(reply, 410, gonePage(again));
    if (outcome.kind === "taken") return sendPage(reply, 409, takenPage(appUrl));
    return sendPage(reply, 200, readyPage(texts().register, appUrl));
  });
}
