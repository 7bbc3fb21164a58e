import { type DelegatedScope, Role } from "@careconnect/kit";
import { html, type Markup } from "../pages/markup.ts";
import { button, form } from "../pages/page.form.ts";
import { icons } from "../pages/page.icons.ts";
import { texts } from "../pages/page.texts.ts";
import type { Page } from "../pages/page.ts";
import type { UserRow } from "../user/user.entity.ts";

export interface ConsentView {
  /** Where the answer is posted to. */
  readonly at: string;
  readonly token: string;
  readonly formTargets: readonly string[];
  /** The name of the application that asks. */
  readonly application: string;
  /** The name of the organization whose partner it is. */
  readonly organization: string;
  /** Whom it asks. */
  readonly user: Pick<UserRow, "displayName" | "email" | "roles">;
  readonly scopes: readonly string[];
  /** Where the person goes back to. */
  readonly target: string;
}

const words = () => texts().consent;

/** Asks whether an application may act for whoever is signed in; what it may do stands there before the answer. */
export function consentPage({ at, token, formTargets, ...asked }: ConsentView): Page {
  const { application, organization, user, scopes, target } = asked;
  return {
    title: words().title(application),
    formTargets,
    body: html`<span class="symbol">${icons.shield}</span>
<div class="tight"><h1>${words().title(application)}</h1><p class="lead">${words().lead(application, organization)}</p></div>
<section class="tight" aria-labelledby="may"><h2 id="may">${words().may}</h2>${scopeList(scopes, user.roles)}</section>
<p class="small">${words().bounds}</p>
${form(
  at,
  token,
  html`<div class="answers">${button(words().allow, { name: "decision", value: "allow" })}
${button(words().deny, { look: "plain", name: "decision", value: "deny" })}</div>`,
)}
<p class="small">${words().signedIn(user.displayName, user.email)} ${words().target(target)}</p>`,
  };
}

/** One plain sentence for each scope. */
export function scopeList(scopes: readonly string[], roles: readonly Role[]): Markup {
  return html`<ul class="scopes">${sentencesOf(scopes, roles).map((sentence) => html`<li>${icons.check}<span>${sentence}</span></li>`)}</ul>`;
}

/** What the scopes let an application do: for whoever is a patient and nothing else, it is about themselves. */
function sentencesOf(scopes: readonly string[], roles: readonly Role[]): string[] {
  const isPatient = roles.every((role) => role === Role.PATIENT);
  const { own, reached } = words().scopes;
  const known = Object.keys(own) as DelegatedScope[];
  const named = known.filter((scope) => scopes.includes(scope));
  return [words().identity, ...named.map((scope) => (isPatient ? own : reached)[scope])];
}
