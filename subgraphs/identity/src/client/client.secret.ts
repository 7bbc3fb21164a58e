import { randomBytes } from "node:crypto";

/** A new secret; it is shown once and kept nowhere. */
export function newClientSecret(): string {
  return randomBytes(32).toString("base64url");
}
