import type { IncomingMessage, ServerResponse } from "node:http";
import { documentSettings } from "./document.settings.ts";

/** What guards a file that a browser is given: it is saved and not shown, whatever is in it. */
export const fileGuards = {
  "cache-control": "private, no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

/** Ends a transfer of which nothing has moved for as long as is waited for that: an open line is worth something. */
export function endWhenIdle(message: IncomingMessage | ServerResponse): void {
  message.setTimeout(documentSettings().idleTimeout, () => message.destroy());
}

/** What a link that is forged, good no more, or leads to what may not be read any more is answered with, by 404. */
export const linkInvalid = {
  code: "FILE_LINK_INVALID",
  message: "This link is good no more: ask for another one.",
} as const;
