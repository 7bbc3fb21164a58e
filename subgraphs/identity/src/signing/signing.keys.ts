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
} from "jose";
import { keyLifetime, publishedBefore, stagesOf } from "./signing.stages.ts";
import { SigningKeyRow } from "./signing-key.entity.ts";

const algorithm = "RS256";
const purpose = "signing_key.private_key";

/** The keys of this issuer, as they are now. */
export interface SigningKeys {
  /** Their ids, the one that signs first. */
  readonly ids: readonly string[];
  /** Both halves, for the provider, in the same order. */
  readonly privateJwks: JSONWebKeySet;
}

/** Reads the signing keys, and makes the one that is missing: processes that do so at once agree on it. */
export async function openSigningKeys(orm: MikroORM): Promise<SigningKeys> {
  const rows = await orm.em.fork().transactional(async (em) => {
    // Released by the end of the transaction: whoever waited for it then finds the key.
    await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", ["identity.signing_key"]);
    return prepareKeys(em);
  });
  const { published } = stagesOf(rows, new Date());
  return {
    ids: published.map(({ kid }) => kid),
    privateJwks: { keys: await Promise.all(published.map(privateJwkOf)) },
  };
}

/** Removes keys that are retired; makes the first one, and the successor of one that is due. */
async function prepareKeys(em: EntityManager): Promise<SigningKeyRow[]> {
  const now = new Date();
  const rows = await em.find(SigningKeyRow, {});
  if (rows.length === 0) return [await createSigningKey(em, now)];
  const { retired } = stagesOf(rows, now);
  for (const row of retired) em.remove(row);
  const kept = rows.filter((row) => !retired.includes(row));
  const newest = kept.reduce((one, other) => (one.signsFrom > other.signsFrom ? one : other));
  if (newest.rotatesAt > now) return kept;
  return [...kept, await createSigningKey(em, new Date(now.getTime() + publishedBefore))];
}

async function createSigningKey(em: EntityManager, signsFrom: Date): Promise<SigningKeyRow> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return em.create(SigningKeyRow, {
    kid,
    publicKey: { ...jwk, kid, alg: algorithm, use: "sig" },
    sealedPrivateKey: seal(await exportPKCS8(privateKey), purpose),
    createdAt: new Date(),
    signsFrom,
    rotatesAt: new Date(signsFrom.getTime() + keyLifetime),
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
