import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import { html, Markup } from "../pages/markup.ts";
import { noticePage } from "../pages/notice.page.ts";
import { texts } from "../pages/page.texts.ts";
import { type Page, renderPage } from "../pages/page.ts";

/** Shown to a person when a sign-in cannot go on. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  show(ctx, noticePage({ ...texts.signInFailed, footnote: out.error_description ?? out.error }));
}

/** Asks whether to sign out; `form` has everything but the button. */
export function renderLogout(ctx: KoaContextWithOIDC, form: string): void {
  const { title, lead, submit } = texts.signOut;
  show(ctx, {
    title,
    body: html`<div class="tight"><h1>${title}</h1><p class="lead">${lead}</p></div>
${new Markup(form)}
<button class="button" type="submit" form="op.logoutForm" name="logout" value="yes">${submit}</button>`,
  });
}

export function renderLoggedOut(ctx: KoaContextWithOIDC): void {
  show(ctx, noticePage(texts.signedOut));
}

function show(ctx: KoaContextWithOIDC, page: Page): void {
  const { headers, text } = renderPage(page);
  ctx.set({ ...headers });
  ctx.body = text;
}
