import { html, type Markup } from "./markup.ts";
import { linkButton } from "./page.form.ts";
import { icons } from "./page.icons.ts";
import type { Page } from "./page.ts";

export interface Notice {
  readonly title: string;
  readonly lead: string;
  readonly icon?: Markup;
  readonly action?: { readonly label: string; readonly href: string };
  readonly footnote?: string;
}

/** A page that tells one thing, and offers at most one to do. */
export function noticePage({ title, lead, icon = icons.note, action, footnote }: Notice): Page {
  return {
    title,
    body: html`<span class="symbol">${icon}</span>
<div class="tight"><h1>${title}</h1><p class="lead">${lead}</p></div>
${action && linkButton(action.label, action.href)}
${footnote !== undefined && html`<p class="small">${footnote}</p>`}`,
  };
}
