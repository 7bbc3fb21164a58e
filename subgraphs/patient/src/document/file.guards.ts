/** What guards a file that a browser is given: it is saved and not shown, whatever is in it. */
export const fileGuards = {
  "cache-control": "private, no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

/** A slow line sends and fetches a file within it, in milliseconds. */
export const transferTimeout = 120_000;

/** What a link that is forged, good no more, or leads to what may not be read any more is answered with, by 404. */
export const linkInvalid = {
  code: "FILE_LINK_INVALID",
  message: "This link is good no more: ask for another one.",
} as const;
