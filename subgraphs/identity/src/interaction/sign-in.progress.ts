import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { credentialHash } from "../provider/credential.hash.ts";
import type { UserRow } from "../user/user.entity.ts";
import { SignInProgressRow } from "./sign-in-progress.entity.ts";

/** A sign-in lasts no longer than the provider's interaction. */
const lifetime = 30 * 60_000;

export type Progress = Pick<SignInProgressRow, "userId" | "methods" | "generation" | "step">;

/** What somebody has shown of who they are, and their generation of sign-ins when they began to. */
export type Shown = Pick<Progress, "methods" | "generation">;

/** What was shown by `methods` to begin with. */
export const shownFirst = ({ signInGeneration }: UserRow, ...methods: string[]): Shown => ({
  methods,
  generation: signInGeneration,
});

export const shownBeside = ({ methods, generation }: Shown, method: string): Shown => ({
  methods: [...methods, method],
  generation,
});

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

/** Whoever was signing in as this user has to begin anew. */
export async function forgetProgressOf(em: EntityManager, userId: string): Promise<void> {
  await em.nativeDelete(SignInProgressRow, { userId });
}

export async function forgetProgress(orm: MikroORM, uid: string): Promise<void> {
  await orm.em.fork().nativeDelete(SignInProgressRow, { interactionHash: credentialHash(uid) });
}
