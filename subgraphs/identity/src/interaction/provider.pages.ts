import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import { page } from "./page.ts";

/** Shown to a person when a sign-in cannot go on. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  ctx.type = "html";
  const description = out.error_description ?? out.error;
  ctx.body = page("Sign-in failed", `<p>${escapeHtml(description)}</p>`);
}

/** Asks whether to sign out; `form` has everything but the button. */
export function renderLogout(ctx: KoaContextWithOIDC, form: string): void {
  ctx.body = page(
    "Sign out",
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );
}

export function renderLoggedOut(ctx: KoaContextWithOIDC): void {
  ctx.body = page("Signed out", "<p>You are signed out.</p>");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
