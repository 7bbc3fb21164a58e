import { randomBytes } from "node:crypto";

/** A secret for a link; 256 bits. */
export function makeLinkToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Whether `text` has the form of a token at all. */
export function isLinkToken(text: unknown): text is string {
  return typeof text === "string" && /^[\w-]{43}$/.test(text);
}
