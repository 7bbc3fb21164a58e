import type { IncomingMessage, ServerResponse } from "node:http";

/** What guards a file that a browser is given: it is saved and not shown, whatever is in it. */
export const fileGuards = {
  "cache-control": "private, no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

/** Ends a transfer of which nothing has moved for so many milliseconds: an open line is worth something. */
export function endWhenIdle(message: IncomingMessage | ServerResponse, idleTimeout: number): void {
  message.setTimeout(idleTimeout, () => message.destroy());
}

/** The header by which a browser saves a file under its name, whatever script that is in (RFC 6266). */
export function attachmentNamed(name: string): string {
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}

/** What a link that is forged, good no more, or leads to what may not be read any more is answered with, by 404. */
export const linkInvalid = {
  code: "FILE_LINK_INVALID",
  message: "This link is good no more: ask for another one.",
} as const;
