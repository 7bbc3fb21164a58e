import { ConfigurationError, seal, unseal } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import {
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  type JSONWebKeySet,
  type JWK,
  type SignJWT,
} from "jose";
import { SigningKeyRow } from "./signing-key.entity.ts";

const algorithm = "RS256";
const purpose = "signing_key.private_key";

/** The keys of this issuer. */
export interface SigningKeys {
  /** The public halves, as they are served. */
  readonly jwks: JSONWebKeySet;
  /** Both halves, the newest first, for the provider. */
  readonly privateJwks: JSONWebKeySet;
  /** Signs an access token (`typ: at+jwt`, RFC 9068) with the newest key. */
  sign(token: SignJWT): Promise<string>;
}

/** Reads the signing keys, and makes the first one: processes that start at once agree on it. */
export async function openSigningKeys(orm: MikroORM): Promise<SigningKeys> {
  const rows = await orm.em.fork().transactional(async (em) => {
    // Released by the end of the transaction: whoever waited for it then finds the key.
    await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", ["identity.signing_key"]);
    const found = await em.find(SigningKeyRow, {}, { orderBy: { createdAt: "desc" } });
    return found.length > 0 ? found : [await createSigningKey(em)];
  });
  const [newest] = rows;
  if (!newest) throw new Error("There is no signing key.");
  const privateKey = await importPKCS8(openPrivateKey(newest), algorithm);
  return {
    jwks: { keys: rows.map(({ publicKey }) => publicKey) },
    privateJwks: { keys: await Promise.all(rows.map(privateJwkOf)) },
    sign: (token) => token.setProtectedHeader({ alg: algorithm, kid: newest.kid, typ: "at+jwt" }).sign(privateKey),
  };
}

async function createSigningKey(em: EntityManager): Promise<SigningKeyRow> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return em.create(SigningKeyRow, {
    kid,
    publicKey: { ...jwk, kid, alg: algorithm, use: "sig" },
    sealedPrivateKey: seal(await exportPKCS8(privateKey), purpose),
    createdAt: new Date(),
  });
}

async function privateJwkOf(row: SigningKeyRow): Promise<JWK> {
  const key = await importPKCS8(openPrivateKey(row), algorithm, { extractable: true });
  return { ...row.publicKey, ...(await exportJWK(key)) };
}

function openPrivateKey(row: SigningKeyRow): string {
  try {
    return unseal(row.sealedPrivateKey, purpose);
  } catch (cause) {
    const error = new ConfigurationError(
      "The signing key was sealed with another key file than the one in CARECONNECT_KEYS_FILE: restore that file from a backup.",
    );
    error.cause = cause;
    throw error;
  }
}
