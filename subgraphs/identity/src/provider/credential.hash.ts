import { createHash } from "node:crypto";

/** SHA-256 of a credential of high entropy, base64url: what is kept instead of it opens nothing. */
export function credentialHash(credential: string): string {
  return createHash("sha256").update(credential).digest("base64url");
}
