import type { MikroORM } from "@mikro-orm/postgresql";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { isPassword } from "../user/user.password.ts";
import { countFailure, forgetFailures, remainingWait } from "./signin.lockout.ts";

export type SignIn =
  | { readonly kind: "signed-in"; readonly user: UserRow }
  /** No such user or another password: deliberately not told apart. */
  | { readonly kind: "refused" }
  | { readonly kind: "locked"; readonly retryAfterSeconds: number };

/** Finds the user who has this e-mail address and password. There is no viewer yet, and so no permission to assert. */
export async function signIn(orm: MikroORM, email: string, password: string): Promise<SignIn> {
  const em = orm.em.fork();
  const emailIndex = emailIndexOf(email);
  const wait = await remainingWait(em, emailIndex);
  if (wait > 0) return locked(wait);

  // The one query that no organization narrows: which one it is follows from the user.
  const user = await em.findOne(UserRow, { emailIndex }, { filters: false });
  if (!(await isPassword(password, user?.passwordHash)) || !user) {
    await countFailure(em, emailIndex);
    return { kind: "refused" };
  }
  // Whoever has the right password of an account that is closed learns no more than who has a wrong one.
  if (user.suspendedAt) return { kind: "refused" };
  // Guesses that ran beside this one may have locked the address meanwhile; a hit among them must not count.
  const newWait = await remainingWait(em.fork(), emailIndex);
  if (newWait > 0) return locked(newWait);
  await forgetFailures(em, emailIndex);
  return { kind: "signed-in", user };
}

function locked(wait: number): SignIn {
  return { kind: "locked", retryAfterSeconds: Math.ceil(wait / 1_000) };
}
