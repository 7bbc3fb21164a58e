import type { Application } from "../application/application.service.ts";
import { scopeList } from "../interaction/consent.pages.ts";
import { recoveryCodesPage, type ShownTotpSetup, totpSetup } from "../interaction/sign-in.pages.ts";
import type { SecondFactors } from "../mfa/second-factor.service.ts";
import { html, type Markup } from "../pages/markup.ts";
import { button, type FormErrors, field, form, linkButton, message } from "../pages/page.form.ts";
import { icons } from "../pages/page.icons.ts";
import type { PageTexts } from "../pages/page.texts.en.ts";
import { texts } from "../pages/page.texts.ts";
import type { Page } from "../pages/page.ts";
import { passkeyForm } from "../passkey/passkey.form.ts";
import { newPasswordField } from "../registration/registration.pages.ts";
import type { SessionRow } from "../session/session.entity.ts";
import type { UserRow } from "../user/user.entity.ts";
import { deviceName } from "./device.name.ts";

/** What the pages of an account have in common. */
export interface AccountView {
  /** The path of the account's first page. */
  readonly at: string;
  readonly appUrl: string;
  readonly token: string;
  readonly script: string;
}

const words = () => texts().account;

/** What just happened, as the address of the page names it. */
export type Outcome = keyof PageTexts["account"]["outcomes"];

export function isOutcome(name: unknown): name is Outcome {
  return typeof name === "string" && Object.hasOwn(words().outcomes, name);
}

export interface AccountState {
  readonly user: UserRow;
  readonly factors: SecondFactors;
  readonly sessions: readonly SessionRow[];
  readonly browserSessionHash: string;
  readonly applications: readonly Application[];
  readonly outcome: Outcome | undefined;
}

export function accountPage(view: AccountView, state: AccountState): Page {
  return {
    title: words().title,
    layout: "panels",
    corner: linkButton(texts().toApp, view.appUrl, { look: "plain", small: true }),
    script: view.script,
    body: [
      html`<h1>${words().title}</h1>`,
      message(state.outcome === "kept" ? "warn" : "done", state.outcome && words().outcomes[state.outcome]),
      profilePanel(view, state),
      factorsPanel(view, state),
      sessionsPanel(view, state),
      applicationsPanel(view, state),
    ],
  };
}

function profilePanel({ at }: AccountView, { user }: AccountState): Markup {
  return html`<section class="panel"><h2>${words().profile}</h2>
<dl class="facts"><dt>${words().name}</dt><dd>${user.displayName}</dd>
<dt>${texts().email}</dt><dd>${user.email}</dd>
<dt>${words().roles}</dt><dd>${user.roles.map((role) => texts().roles[role]).join(", ")}</dd></dl>
${user.passwordHash != null && html`<div>${linkButton(words().changePassword, `${at}/password`, { look: "plain", small: true })}</div>`}
</section>`;
}

function factorsPanel(
  { at, token }: AccountView,
  { factors: { totp, passkeys, recoveryCodesLeft } }: AccountState,
): Markup {
  const on = totp || passkeys.length > 0;
  const small = { look: "plain", small: true } as const;
  const removal = (action: string, name: string) =>
    form(action, token, button(words().remove, { look: "danger", small: true, label: words().removeNamed(name) }));
  return html`<section class="panel"><div class="row"><h2>${words().factors}</h2>
<span class="badge${!on && " off"}">${on ? words().on : words().off}</span></div>
<p class="small">${words().factorsLead}</p>
<ul class="items">
<li><div><strong class="label">${words().app}</strong><p class="small">${totp ? words().appOn : words().appOff}</p></div>
${totp ? removal(`${at}/totp/remove`, words().app) : linkButton(words().setUp, `${at}/totp`, small)}</li>
${passkeys.map(
  ({ id, name, lastUsedAt, synced }) => html`<li><div><strong class="label">${name}</strong>
<p class="small">${synced ? words().synced : words().oneDevice} · ${lastUsedAt ? words().lastUsed(lastUsedAt) : words().neverUsed}</p></div>
${removal(`${at}/passkeys/${id}/remove`, name)}</li>`,
)}
${
  on &&
  html`<li><div><strong class="label">${words().recoveryCodes}</strong><p class="small">${words().codesLeft(recoveryCodesLeft)}</p></div>
${form(`${at}/recovery-codes`, token, button(words().newCodes, small))}</li>`
}
</ul>
<div>${linkButton(words().addPasskey, `${at}/passkeys`, { ...small, icon: icons.passkey })}</div>
</section>`;
}

function sessionsPanel(
  { at, token }: AccountView,
  { sessions, applications, browserSessionHash }: AccountState,
): Markup {
  const names = new Map(applications.map(({ clientId, name }) => [clientId, name]));
  return html`<section class="panel"><h2>${words().sessions}</h2><p class="small">${words().sessionsLead}</p>
<ul class="items">${sessions.map((session) => {
    const device = deviceName(session.userAgent);
    const here = session.browserSessionHash === browserSessionHash;
    return html`<li><div><strong class="label">${device}</strong>
<p class="small">${[
      here ? words().thisBrowser : words().lastUsed(session.lastUsedAt),
      session.network && words().network(session.network),
      session.clientId && (words().clients[session.clientId] ?? names.get(session.clientId) ?? session.clientId),
    ]
      .filter(Boolean)
      .join(" · ")}</p></div>
${
  here
    ? html`<span class="badge">${words().current}</span>`
    : form(
        `${at}/sessions/${session.id}/end`,
        token,
        button(words().end, { look: "danger", small: true, label: words().endNamed(device) }),
      )
}</li>`;
  })}</ul>
${sessions.some((session) => session.browserSessionHash !== browserSessionHash) && endOthers(at, token)}
</section>`;
}

/** Asks before it ends them, without a script, too. */
function endOthers(at: string, token: string): Markup {
  return html`<details><summary>${words().endOthers}</summary>
${form(`${at}/sessions/end`, token, [
  html`<p class="small">${words().endOthersText}</p>`,
  html`<div>${button(words().endOthersConfirm, { look: "danger", small: true })}</div>`,
])}</details>`;
}

function applicationsPanel({ at, token }: AccountView, { applications }: AccountState): Markup {
  return html`<section class="panel"><h2>${words().applications}</h2>
<p class="small">${applications.length > 0 ? words().applicationsLead : words().noApplications}</p>
${
  applications.length > 0 &&
  html`<ul class="items">${applications.map(
    ({
      id,
      name,
      hosts,
      scopes,
      roles,
      since,
      lastUsedAt,
    }) => html`<li><div class="tight"><strong class="label">${name}</strong>
<p class="small">${words().goesBackTo(hosts)}</p>
<p class="small">${words().allowedSince(since)} · ${lastUsedAt ? words().lastUsed(lastUsedAt) : words().neverUsed}</p>
<details><summary>${words().applicationMay}</summary>${scopeList(scopes, roles)}</details>
${revokeApplication(`${at}/applications/${id}/revoke`, token, name)}</div></li>`,
  )}</ul>`
}
</section>`;
}

/** Asks before it takes it back, without a script, too. */
function revokeApplication(action: string, token: string, name: string): Markup {
  return html`<details><summary aria-label="${words().revokeNamed(name)}">${words().revoke}</summary>
${form(action, token, [
  html`<p class="small">${words().revokeText(name)}</p>`,
  html`<div>${button(words().revokeConfirm, { look: "danger", small: true, label: words().revokeConfirmNamed(name) })}</div>`,
])}</details>`;
}

export function passwordPage({ at, token }: AccountView, email: string, errors?: FormErrors): Page {
  return {
    title: words().changePassword,
    body: html`<div class="tight"><h1>${words().changePassword}</h1><p class="lead">${words().passwordLead}</p></div>
${form(`${at}/password`, token, [
  html`<input type="hidden" name="username" autocomplete="username" value="${email}">`,
  field({
    name: "current",
    label: words().currentPassword,
    type: "password",
    autocomplete: "current-password",
    maxlength: 1_024,
    errors,
    autofocus: true,
  }),
  newPasswordField(errors),
  button(words().changePassword),
])}
<a href="${at}">${texts().back}</a>`,
  };
}

export function totpPage({ at, token }: AccountView, setup: ShownTotpSetup, errors?: FormErrors): Page {
  return {
    title: words().app,
    body: html`<div class="tight"><h1>${words().app}</h1><p class="lead">${words().appLead}</p></div>
${totpSetup(`${at}/totp`, token, setup, errors)}
<a href="${at}">${texts().back}</a>`,
  };
}

export function passkeyPage({ at, token, script }: AccountView, problem?: string): Page {
  return {
    title: words().addPasskey,
    script,
    body: html`<span class="symbol">${icons.passkey}</span>
<div class="tight"><h1>${words().addPasskey}</h1><p class="lead">${words().passkeyLead}</p></div>
${message("error", problem)}
${passkeyForm({ kind: "create", action: `${at}/passkeys`, options: `${at}/passkeys/options`, token, label: texts().continue, main: true })}
<noscript><p class="small">${words().passkeyScript}</p></noscript>
<a href="${at}">${texts().back}</a>`,
  };
}

export function newCodesPage({ at, token }: AccountView, codes: readonly string[]): Page {
  return recoveryCodesPage(codes, { action: `${at}/kept`, token });
}
