import { createHash, randomBytes } from "node:crypto";
import type { FastifyReply } from "fastify";
import { html, Markup, type MarkupValue } from "./markup.ts";
import { brandSign } from "./page.icons.ts";
import { currentLanguage, directionOf } from "./page.language.ts";
import { stylesheet } from "./page.stylesheet.ts";
import { texts } from "./page.texts.ts";

export interface Page {
  readonly title: string;
  readonly body: MarkupValue;
  /** Cards side by side with nothing else, or panels below each other from the top. */
  readonly layout?: "card" | "panels";
  /** Beside the product's name, at the end of the header. */
  readonly corner?: MarkupValue;
  /** The address of the one script that the page runs, for passkeys. */
  readonly script?: string;
  /** Origins to which a form of this page may lead by a redirect, beside our own. */
  readonly formTargets?: readonly string[];
}

const styleHash = createHash("sha256").update(stylesheet).digest("base64");

/** A page as it is sent: no other site can frame it, it loads nothing from anywhere else, and nobody stores it. */
export function renderPage(page: Page): { readonly headers: Readonly<Record<string, string>>; readonly text: string } {
  const nonce = page.script === undefined ? undefined : randomBytes(16).toString("base64");
  return {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": policyOf(page, nonce),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    },
    text: render(page, nonce).text,
  };
}

/** Answers with a page. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  const { headers, text } = renderPage(page);
  return reply.code(status).headers(headers).send(text);
}

function policyOf({ formTargets = [] }: Page, nonce: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    ...(nonce === undefined ? [] : [`script-src 'nonce-${nonce}'`, "connect-src 'self'"]),
    // Browsers apply it to the redirects that follow a form, too.
    ["form-action 'self'", ...formTargets].join(" "),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    // The web app's.
    "font-src 'self'",
  ].join("; ");
}

function render({ title, body, layout = "card", corner, script }: Page, nonce: string | undefined): Markup {
  const language = currentLanguage();
  const content =
    layout === "card" ? html`<div class="card stack">${body}</div>` : html`<div class="panels">${body}</div>`;
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${texts().product}</title>
<style>${new Markup(stylesheet)}</style>
</head>
<body>
<header class="top"><span class="brand">${brandSign}${texts().product}</span>${corner}</header>
<main${layout === "panels" && html` class="top-of-page"`}>${content}</main>
<footer class="foot">${texts().footer}</footer>
${script !== undefined && html`<script src="${script}" nonce="${nonce}" defer></script>`}
</body>
</html>
`;
}
