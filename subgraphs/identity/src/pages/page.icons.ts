import { html, type Markup } from "./markup.ts";

const icon = (paths: Markup): Markup =>
  html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

/** Decoration beside words, never instead of them. */
export const icons = {
  error: icon(html`<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.4v.1"/>`),
  done: icon(html`<circle cx="12" cy="12" r="9"/><path d="m8.2 12.3 2.6 2.6 5-5.4"/>`),
  note: icon(html`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>`),
  mail: icon(html`<rect x="3" y="5" width="18" height="14" rx="3"/><path d="m4 7.5 8 6 8-6"/>`),
  key: icon(html`<circle cx="8" cy="15" r="4.5"/><path d="m11.3 11.7 8.2-8.2M16 7l3 3M13.8 9.2l2 2"/>`),
  shield: icon(
    html`<path d="M12 3 5 6v5.5c0 4.4 2.9 7.6 7 9.5 4.1-1.9 7-5.1 7-9.5V6z"/><path d="m9 12 2.2 2.2L15.2 10"/>`,
  ),
  passkey: icon(
    html`<circle cx="9" cy="8" r="4"/><path d="M3 20c0-3.6 2.5-6 6-6 1.2 0 2.2.2 3 .7"/><circle cx="17.5" cy="13" r="2.5"/><path d="M17.5 15.5V21m0-1.6h2"/>`,
  ),
  check: icon(html`<path d="m5 12.5 4.5 4.5L19 7.5"/>`),
} as const;

/** The product's sign, as in the web app. */
export const brandSign: Markup = html`<svg viewBox="0 0 32 32" aria-hidden="true"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#128489"/><stop offset="1" stop-color="#0a5a61"/></linearGradient></defs><rect width="32" height="32" rx="8" fill="url(#g)"/><path d="M16 24.2 8.9 17a4.6 4.6 0 0 1 6.5-6.5l.6.6.6-.6a4.6 4.6 0 0 1 6.5 6.5z" fill="none" stroke="#fff" stroke-width="1.9" stroke-linejoin="round"/><path d="M10.2 16.6h3l1.6-2.6 2.4 4 1.3-1.9h3.2" fill="none" stroke="#fff" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
