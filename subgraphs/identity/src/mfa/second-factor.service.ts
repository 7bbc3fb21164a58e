import type { EntityManager } from "@mikro-orm/postgresql";
import { PasskeyRow } from "../passkey/passkey.entity.ts";
import { countAttempt, factorSubject, forgetFailures } from "../signin/signin.lockout.ts";
import { RecoveryCodeRow } from "./recovery-code.entity.ts";
import { useRecoveryCode } from "./recovery-code.service.ts";
import { TotpRow } from "./totp.entity.ts";
import { useTotp } from "./totp.service.ts";

/** What a user can show beside a password. */
export interface SecondFactors {
  readonly totp: boolean;
  readonly passkeys: readonly PasskeyRow[];
  readonly recoveryCodesLeft: number;
}

export async function readSecondFactors(em: EntityManager, userId: string): Promise<SecondFactors> {
  const [totp, passkeys, recoveryCodesLeft] = await Promise.all([
    em.fork().count(TotpRow, { userId }),
    em.fork().find(PasskeyRow, { userId }, { orderBy: { createdAt: "asc" } }),
    em.fork().count(RecoveryCodeRow, { userId, usedAt: null }),
  ]);
  return { totp: totp > 0, passkeys, recoveryCodesLeft };
}

export function hasSecondFactor({ totp, passkeys }: SecondFactors): boolean {
  return totp || passkeys.length > 0;
}

export type CodeOutcome =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused" }
  | { readonly kind: "locked"; readonly retryAfterSeconds: number };

/** A code of the user's app or one of their recovery codes; each is good once, and guesses are slowed down. */
export async function checkCode(em: EntityManager, userId: string, code: string): Promise<CodeOutcome> {
  const subject = factorSubject(userId);
  // Counted before it is verified: guesses that come together are no more than guesses that come one by one.
  const wait = await countAttempt(em.fork(), subject);
  if (wait > 0) return { kind: "locked", retryAfterSeconds: Math.ceil(wait / 1_000) };
  const typed = code.trim();
  const digits = typed.replaceAll(/\s/g, "");
  const accepted = (await useTotp(em.fork(), userId, digits)) || (await useRecoveryCode(em.fork(), userId, typed));
  if (!accepted) return { kind: "refused" };
  await forgetFailures(em.fork(), subject);
  return { kind: "accepted" };
}
