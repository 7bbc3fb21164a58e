import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { base64url, CompactSign, compactVerify, type JWK } from "jose";
import { currentKeyId, seedsOf } from "./keyring.ts";

/** The public half of a key that signs, as a JSON Web Key. */
export type PublicSignatureKey = JWK & { readonly kid: string };

const algorithm = "EdDSA";

/** How an Ed25519 private key is written down (PKCS #8, RFC 8410), up to its 32 bytes. */
const encodedBefore = Buffer.from("302e020100300506032b657004220420", "hex");

function privateKeyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([encodedBefore, seed]), format: "der", type: "pkcs8" });
}

/**
 * Signs `content` with a key that is derived from the key file for `purpose`, as a JWS whose payload is left out
 * (RFC 7515, appendix F): whoever verifies has the content.
 */
export async function signDetached(content: Uint8Array, purpose: string): Promise<string> {
  const kid = currentKeyId();
  const seed = seedsOf(purpose).get(kid);
  if (!seed) throw new Error(`The key ring has no key ${kid}.`);
  const signed = await new CompactSign(content).setProtectedHeader({ alg: algorithm, kid }).sign(privateKeyOf(seed));
  const [header, , signature] = signed.split(".");
  return `${header}..${signature}`;
}

/** What verifies signatures of `purpose`: those of older keys, too. */
export function publicSignatureKeys(purpose: string): PublicSignatureKey[] {
  return [...seedsOf(purpose)].map(([kid, seed]) => ({
    ...(createPublicKey(privateKeyOf(seed)).export({ format: "jwk" }) as JWK),
    ...{ kid, alg: algorithm, use: "sig" },
  }));
}

/** Whether `signature` was made for `content` with one of `keys`. */
export async function verifyDetached(
  content: Uint8Array,
  signature: string,
  keys: readonly PublicSignatureKey[],
): Promise<boolean> {
  const [header, payload, mac] = signature.split(".");
  if (payload !== "" || !header || !mac) return false;
  try {
    await compactVerify(
      `${header}.${base64url.encode(content)}.${mac}`,
      ({ kid }) => {
        const key = keys.find((one) => one.kid === kid);
        if (!key) throw new Error("No such key.");
        return createPublicKey({ key: key as never, format: "jwk" });
      },
      { algorithms: [algorithm] },
    );
    return true;
  } catch {
    return false;
  }
}
