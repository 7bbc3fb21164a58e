import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

/** Encrypts `plain` as base64url of nonce, tag and ciphertext. `bound` is authenticated with it and not stored. */
export function encryptBody(plain: string, key: KeyObject, bound: string): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(bound));
  const encrypted = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString("base64url");
}

/** Reverses {@link encryptBody}; throws when the body was altered, or made with another key or for something else. */
export function decryptBody(body: string, key: KeyObject, bound: string): string {
  const bytes = Buffer.from(body, "base64url");
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  const encrypted = bytes.subarray(nonceLength + tagLength);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString("utf8");
}
