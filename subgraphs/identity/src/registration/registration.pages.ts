import { html } from "../pages/markup.ts";
import { noticePage } from "../pages/notice.page.ts";
import { button, type FormErrors, field, form } from "../pages/page.form.ts";
import { icons } from "../pages/page.icons.ts";
import { texts } from "../pages/page.texts.ts";
import type { Page } from "../pages/page.ts";

/** What a form is shown with: its token, and after a first try what was typed and what was wrong. */
export interface FormState {
  readonly token: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly errors?: FormErrors;
}

/** Asks for an address to mail a link to. */
export function addressPage(
  words: { readonly title: string; readonly lead: string; readonly submit: string },
  { action }: { readonly action: string },
  { token, values, errors }: FormState,
): Page {
  return {
    title: words.title,
    body: html`<div class="tight"><h1>${words.title}</h1><p class="lead">${words.lead}</p></div>
${form(action, token, [
  field({
    name: "email",
    label: texts().email,
    type: "email",
    autocomplete: "username",
    value: values?.email,
    errors,
    autofocus: true,
  }),
  button(words.submit),
])}
<a href="/">${texts().backToSignIn}</a>`,
  };
}

/** The same whether or not there is an account. */
export function mailSentPage(
  { action, demo }: { readonly action: string; readonly demo: boolean },
  token: string,
  email: string,
): Page {
  return {
    title: texts().mailSent.title,
    body: html`<span class="symbol">${icons.mail}</span>
<div class="tight"><h1>${texts().mailSent.title}</h1><p class="lead">${texts().mailSent.lead(email)}</p></div>
<p class="small">${demo ? html`${texts().mailSent.demo} <code>${texts().mailSent.demoCommand}</code>` : texts().mailSent.nothing}</p>
${form(action, token, [
  html`<input type="hidden" name="email" value="${email}">`,
  button(texts().mailSent.again, { look: "plain" }),
])}
<a href="/">${texts().backToSignIn}</a>`,
  };
}

/** Asks for the name and the password of a new account. */
export function newAccountPage(
  words: { readonly title: string; readonly lead: string; readonly confirm: string },
  action: string,
  link: { readonly token: string; readonly email: string },
  { token, values, errors }: FormState,
): Page {
  return {
    title: words.title,
    body: html`<div class="tight"><h1>${words.title}</h1><p class="lead">${words.lead}</p></div>
${form(action, token, [
  html`<input type="hidden" name="token" value="${link.token}">`,
  // Password managers look for the address beside the new password.
  field({
    name: "email",
    label: texts().email,
    type: "email",
    autocomplete: "username",
    value: link.email,
    readonly: true,
  }),
  field({
    name: "displayName",
    label: texts().fullName,
    autocomplete: "name",
    value: values?.displayName,
    errors,
    maxlength: 200,
    autofocus: true,
  }),
  newPasswordField(errors),
  button(words.confirm),
])}`,
  };
}

export function newPasswordField(errors: FormErrors | undefined, autofocus = false) {
  return field({
    name: "password",
    label: texts().newPassword,
    type: "password",
    autocomplete: "new-password",
    hint: texts().passwordHint,
    maxlength: 1_024,
    errors,
    autofocus,
  });
}

export function gonePage(again: { readonly label: string; readonly href: string } | undefined): Page {
  const { title, lead, invitation } = texts().gone;
  return noticePage(again ? { title, lead, action: again } : { title, lead: `${lead} ${invitation}` });
}

export function takenPage(appUrl: string): Page {
  return noticePage({ ...texts().taken, action: { label: texts().toApp, href: appUrl } });
}

export function readyPage(words: { readonly doneTitle: string; readonly done: string }, appUrl: string): Page {
  return noticePage({
    title: words.doneTitle,
    lead: words.done,
    icon: icons.done,
    action: { label: texts().toApp, href: appUrl },
  });
}
