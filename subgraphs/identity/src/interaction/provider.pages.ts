import type { ErrorOut, KoaContextWithOIDC, Provider } from "oidc-provider";
import { html, Markup } from "../pages/markup.ts";
import { noticePage } from "../pages/notice.page.ts";
import { icons } from "../pages/page.icons.ts";
import { inLanguage, languageCookie, languageOf } from "../pages/page.language.ts";
import { texts } from "../pages/page.texts.ts";
import { type Page, renderPage } from "../pages/page.ts";

// The app is at the root of the origin that the issuer is below.
const toApp = () => ({ label: texts().toApp, href: "/" });

/** Shown to a person when a sign-in cannot go on. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  show(ctx, noticePage({ ...texts().signInFailed, action: toApp(), footnote: out.error_description ?? out.error }));
}

/** Asks whether to sign out; `form` has everything but the button. */
export function renderLogout(ctx: KoaContextWithOIDC, form: string): void {
  const { title, lead, submit } = texts().signOut;
  show(ctx, {
    title,
    body: html`<div class="tight"><h1>${title}</h1><p class="lead">${lead}</p></div>
${new Markup(form)}
<button class="button" type="submit" form="op.logoutForm" name="logout" value="yes">${submit}</button>`,
  });
}

export function renderLoggedOut(ctx: KoaContextWithOIDC): void {
  show(ctx, noticePage({ ...texts().signedOut, icon: icons.done, action: toApp() }));
}

type Context = Parameters<Parameters<Provider["use"]>[0]>[0];

/**
 * Around all that the provider answers, in the language of whoever asks. Where it has no page of ours it sends a form that posts itself, whose script it
 * adds to this policy; without one the router's would stop it, and leave an empty page.
 */
export async function aroundProvider(ctx: Context, next: () => Promise<unknown>): Promise<void> {
  const cookie = languageCookie(ctx.url, "/oidc", ctx.secure);
  if (cookie !== undefined) ctx.append("set-cookie", cookie);
  await inLanguage(languageOf(ctx.req), () => answer(ctx, next));
}

async function answer(ctx: Context, next: () => Promise<unknown>): Promise<void> {
  ctx.set("content-security-policy", "default-src 'none'; script-src; frame-ancestors 'none'; base-uri 'none'");
  await next();
  // Only a browser asks for HTML before anything else.
  if (ctx.status !== 404 || ctx.body != null || ctx.accepts("json", "html") !== "html") return;
  ctx.status = 404;
  show(ctx, noticePage({ title: texts().fault.notFoundTitle, lead: texts().fault.notFound, action: toApp() }));
}

function show(ctx: Context, page: Page): void {
  const { headers, text } = renderPage(page);
  ctx.set({ ...headers });
  ctx.body = text;
}
