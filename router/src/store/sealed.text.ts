import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

function keyOf(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
}

/**
 * Encrypts under a key that is derived from `secret`, which the caller's browser keeps and this side does not: whoever
 * holds the database, its backups and every key of ours still cannot read the text.
 * @param purpose authenticated with it, so that a value in another column does not open
 */
export function seal(text: string, secret: string, purpose: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keyOf(secret, purpose), nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @returns undefined when it was altered, or sealed under another secret or for another purpose */
export function unseal(sealed: Buffer, secret: string, purpose: string): string | undefined {
  try {
    const decipher = createDecipheriv(algorithm, keyOf(secret, purpose), sealed.subarray(0, nonceBytes));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const body = sealed.subarray(nonceBytes + tagBytes);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
