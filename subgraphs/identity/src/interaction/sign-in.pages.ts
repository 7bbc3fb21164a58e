import { demoAccounts } from "../demo/demo.accounts.ts";
import { html, type Markup } from "../pages/markup.ts";
import { noticePage } from "../pages/notice.page.ts";
import { button, type FormErrors, field, form, linkButton, message } from "../pages/page.form.ts";
import { icons } from "../pages/page.icons.ts";
import { texts } from "../pages/page.texts.ts";
import type { Page } from "../pages/page.ts";
import { passkeyForm } from "../passkey/passkey.form.ts";

/** What the pages of a sign-in have in common. */
export interface SignInView {
  /** The path of this sign-in. */
  readonly at: string;
  /** The path of the issuer. */
  readonly base: string;
  readonly token: string;
  readonly script: string;
  readonly formTargets: readonly string[];
  readonly demo: boolean;
  /** The address of the demo account that was chosen before. */
  readonly hint: string | undefined;
  readonly registration: boolean;
  /** Issuers of others with which people sign in. */
  readonly connections: readonly { readonly id: string; readonly label: string }[];
}

export interface SignInTry {
  readonly email?: string | undefined;
  readonly problem?: string;
}

export function signInPage(view: SignInView, tried: SignInTry = {}): Page {
  const { at, base, token } = view;
  const email = tried.email ?? view.hint;
  const words = texts().signIn;
  return {
    title: words.title,
    script: view.script,
    formTargets: view.formTargets,
    body: html`<div class="tight"><h1>${words.title}</h1><p class="lead">${words.lead}</p></div>
${message("error", tried.problem)}
${form(at, token, [
  field({
    name: "email",
    label: texts().email,
    type: "email",
    autocomplete: "username webauthn",
    value: email,
    autofocus: email === undefined,
  }),
  field({
    name: "password",
    label: texts().password,
    type: "password",
    autocomplete: "current-password",
    maxlength: 1_024,
    autofocus: email !== undefined,
  }),
  button(words.submit),
])}
${view.connections.map(({ id, label }) => linkButton(words.connection(label), `${at}/connection/${id}`, { look: "plain" }))}
${passkeyForm({ kind: "get", action: `${at}/passkey`, options: `${at}/passkey/options`, token, label: words.passkey })}
<div class="row"><a href="${base}/account/reset">${words.forgot}</a>${
      view.registration && html`<a href="${base}/account/register">${words.register}</a>`
    }</div>
${view.demo && demoList(view)}`,
  };
}

/** One click for each account of the demo, whose password is no secret. */
function demoList({ at, token }: SignInView): Markup {
  const organizations = [...Map.groupBy(demoAccounts, ({ organization }) => organization.name)];
  return html`<p class="or">${texts().signIn.demo}</p>
${form(
  `${at}/demo`,
  token,
  organizations.map(
    ([organization, accounts]) => html`<div class="tight"><p class="small">${organization}</p>
<ul class="accounts">${accounts.map(
      ({ email, displayName, roles }) => html`<li><button class="account" type="submit" name="account" value="${email}">
<span class="avatar" aria-hidden="true">${initialsOf(displayName)}</span>
<span class="who"><strong>${displayName}</strong>${roles.map((role) => texts().roles[role])}</span></button></li>`,
    )}</ul></div>`,
  ),
)}`;
}

function initialsOf(name: string): string {
  const words = name.split(" ").filter((word) => !word.endsWith("."));
  return [words.at(0), words.at(-1)].map((word) => word?.[0] ?? "").join("");
}

export function secondFactorPage(
  view: SignInView,
  factors: { readonly totp: boolean; readonly passkeys: boolean },
  problem?: string,
): Page {
  const { at, token } = view;
  const words = texts().secondFactor;
  return {
    title: words.title,
    script: view.script,
    formTargets: view.formTargets,
    body: html`<span class="symbol">${icons.shield}</span>
<div class="tight"><h1>${words.title}</h1><p class="lead">${factors.totp ? words.lead : words.leadPasskey}</p></div>
${message("error", problem)}
${
  factors.totp &&
  form(`${at}/second-factor`, token, [
    field({
      name: "code",
      label: words.code,
      autocomplete: "one-time-code",
      inputmode: "numeric",
      maxlength: 7,
      code: true,
      autofocus: true,
    }),
    button(words.submit),
  ])
}
${
  factors.passkeys &&
  passkeyForm({
    kind: "get",
    action: `${at}/passkey`,
    options: `${at}/passkey/options`,
    token,
    label: texts().signIn.passkey,
    main: !factors.totp,
  })
}
<details><summary>${words.recoverySummary}</summary>
${form(`${at}/second-factor`, token, [
  field({ name: "recovery", label: words.recovery, hint: words.recoveryHint, autocomplete: "off", maxlength: 20 }),
  button(words.submit, { look: "plain" }),
])}</details>
${form(`${at}/restart`, token, html`<div>${html`<button class="linkish" type="submit">${words.other}</button>`}</div>`)}`,
  };
}

/** What a person sees who has to set up a second factor before they can go on. */
export function enrolmentPage(view: SignInView, setup: Markup): Page {
  const { at, token } = view;
  const words = texts().enrolment;
  return {
    title: words.title,
    script: view.script,
    formTargets: view.formTargets,
    body: html`<div class="tight"><h1>${words.title}</h1><p class="lead">${words.lead}</p></div>
${setup}
<p class="or">${words.or}</p>
${passkeyForm({
  kind: "create",
  action: `${at}/enrolment/passkey`,
  options: `${at}/enrolment/passkey/options`,
  token,
  label: words.passkey,
})}
${form(`${at}/restart`, token, html`<div><button class="linkish" type="submit">${texts().secondFactor.other}</button></div>`)}`,
  };
}

/** How an authenticator app is told its secret. */
export interface ShownTotpSetup {
  readonly qrCode: Markup;
  readonly secret: string;
  readonly sealed: string;
}

/** A new authenticator app: what it has to know, and the first code that it gives. */
export function totpSetup(action: string, token: string, setup: ShownTotpSetup, errors?: FormErrors): Markup {
  const words = texts().enrolment;
  return html`<ol class="steps">
<li>${words.scan}<div class="qr" role="img" aria-label="${words.qrLabel}">${setup.qrCode}</div>
<details><summary>${words.bySecret}</summary><code class="secret">${setup.secret.match(/.{1,4}/g)?.join(" ")}</code></details></li>
<li>${words.enter}</li></ol>
${form(action, token, [
  html`<input type="hidden" name="setup" value="${setup.sealed}">`,
  field({
    name: "code",
    label: texts().secondFactor.code,
    autocomplete: "one-time-code",
    inputmode: "numeric",
    maxlength: 7,
    code: true,
    errors,
  }),
  button(words.submit),
])}`;
}

/** Shown once, whichever way they came to be. */
export function recoveryCodesPage(
  codes: readonly string[],
  next: { readonly action: string; readonly token: string; readonly formTargets?: readonly string[] },
): Page {
  const words = texts().recoveryCodes;
  return {
    title: words.title,
    ...(next.formTargets && { formTargets: next.formTargets }),
    body: html`<span class="symbol">${icons.key}</span>
<div class="tight"><h1>${words.title}</h1><p class="lead">${words.lead}</p></div>
<ul class="codes">${codes.map((code) => html`<li>${code}</li>`)}</ul>
${message("warn", words.once)}
${form(next.action, next.token, button(words.kept))}`,
  };
}

export function expiredPage(appUrl: string): Page {
  const { title, lead } = texts().expired;
  return noticePage({ title, lead, action: { label: texts().toApp, href: appUrl } });
}
