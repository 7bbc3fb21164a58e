import { html, type Markup } from "../pages/markup.ts";
import type { QueuedMail } from "./mail.queue.ts";
import type { MailMessage } from "./mail.transport.ts";

/** What a mail says; it looks the same whatever it is about. */
export interface MailContent {
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do, if there is any. */
  readonly action?: { readonly label: string; readonly path: string };
  /** Below the action: how long it is good for, and what to do if one did not ask for it. */
  readonly footnote: string;
}

/**
 * The mail as text and as HTML; both carry the link in full.
 * @param site the address of the issuer, below which the link leads
 */
export function renderMail({ to, content }: QueuedMail, site: string): MailMessage {
  const { subject, greeting, paragraphs, action, footnote } = content;
  const link = action && { label: action.label, url: site + action.path };
  const text = [greeting, ...paragraphs, ...(link ? [`${link.label}:\n${link.url}`] : []), footnote];
  return { to, subject, text: `${text.join("\n\n")}\n`, html: htmlOf(content, link).text };
}

const card =
  "max-width:520px;margin:24px auto;padding:28px;border:1px solid #e3e9ec;border-radius:12px;background:#ffffff;color:#10242c;font:15px/1.5 system-ui,sans-serif";
const button =
  "display:inline-block;padding:11px 20px;border-radius:8px;background:#0b6e75;color:#ffffff;font-weight:600;text-decoration:none";

function htmlOf(
  { greeting, paragraphs, footnote }: MailContent,
  link: { readonly label: string; readonly url: string } | undefined,
): Markup {
  return html`<!doctype html>
<html lang="en"><body style="margin:0;padding:1px;background:#f5f7f8">
<div style="${card}">
<p style="margin:0 0 18px;color:#0b6e75;font-weight:600">CareConnect</p>
<p>${greeting}</p>
${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
${link && html`<p style="margin:24px 0"><a href="${link.url}" style="${button}">${link.label}</a></p>`}
<p style="margin:20px 0 0;color:#4a606a;font-size:13px">${footnote}</p>
${link && html`<p style="color:#4a606a;font-size:12px;word-break:break-all">${link.url}</p>`}
</div></body></html>`;
}
