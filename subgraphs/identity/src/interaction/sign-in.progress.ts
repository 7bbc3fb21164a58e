import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { credentialHash } from "../provider/credential.hash.ts";
import { SignInProgressRow } from "./sign-in-progress.entity.ts";

/** A sign-in lasts no longer than the provider's interaction. */
const lifetime = 30 * 60_000;

export type Progress = Pick<SignInProgressRow, "userId" | "methods" | "step">;

/** How far a sign-in has come; null before the first factor. */
export async function readProgress(orm: MikroORM, uid: string): Promise<SignInProgressRow | null> {
  return orm.em
    .fork()
    .findOne(SignInProgressRow, { interactionHash: credentialHash(uid), expiresAt: { $gt: new Date() } });
}

export async function saveProgress(orm: MikroORM, uid: string, progress: Progress): Promise<void> {
  const em = orm.em.fork();
  const now = Date.now();
  await em.nativeDelete(SignInProgressRow, {
    $or: [{ interactionHash: credentialHash(uid) }, { expiresAt: { $lt: new Date(now) } }],
  });
  em.create(SignInProgressRow, {
    interactionHash: credentialHash(uid),
    ...progress,
    expiresAt: new Date(now + lifetime),
  });
  await em.flush();
}

/** Whoever gave a password that is changed now has to begin anew. */
export async function forgetProgressOf(em: EntityManager, userId: string): Promise<void> {
  await em.nativeDelete(SignInProgressRow, { userId });
}

export async function forgetProgress(orm: MikroORM, uid: string): Promise<void> {
  await orm.em.fork().nativeDelete(SignInProgressRow, { interactionHash: credentialHash(uid) });
}
