import { auditSecurity, type Origin } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { countAttempt, mailSubject } from "../signin/signin.lockout.ts";
import { noteLocked } from "../signin/signin.service.ts";
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
  const sender = mailSubject(origin.clientAddress ?? "unknown");
  const note = { action, target: emailIndexOf(email) };
  const wait = await countAttempt(orm.em.fork(), sender);
  if (wait > 0) {
    await noteLocked(orm, origin, sender, note);
    return { kind: "locked", retryAfterSeconds: Math.ceil(wait / 1_000) };
  }
  await auditSecurity(orm.em.fork(), origin, { ...note, outcome: "ALLOWED" });
  await orm.em.fork().transactional(work);
  return { kind: "done" };
}
