import { auditSecurity, type Origin } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { countAttempt, mailSubject } from "../signin/signin.lockout.ts";
import { emailIndexOf } from "../user/user.email.ts";

export type LinkRequest =
  | { readonly kind: "done" }
  /** So many were asked for from there that nobody may for a while. */
  | { readonly kind: "locked"; readonly retryAfterSeconds: number };

/** Does `work` for somebody who wants a link mailed to an address, unless too many were asked for from where they are. */
export async function requestLink(
  orm: MikroORM,
  origin: Origin,
  { action, email }: { readonly action: string; readonly email: string },
  work: (em: EntityManager) => Promise<void>,
): Promise<LinkRequest> {
  const wait = await countAttempt(orm.em.fork(), mailSubject(origin.clientAddress ?? "unknown"));
  const outcome = wait > 0 ? "REFUSED" : "ALLOWED";
  await auditSecurity(orm, origin, { action, outcome, target: emailIndexOf(email) });
  if (wait > 0) return { kind: "locked", retryAfterSeconds: Math.ceil(wait / 1_000) };
  await orm.em.fork().transactional(work);
  return { kind: "done" };
}
