import { randomInt } from "node:crypto";
import { blindIndexOf, type CommandContext, runCommand } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { userFactorAdded } from "../user/user.events.ts";
import { lockFactors, tellOfFactorChange } from "./factor.change.ts";
import { RecoveryCodeRow } from "./recovery-code.entity.ts";

const howMany = 10;
/** No vowels and nothing that looks like something else on paper. */
const alphabet = "23456789bcdfghjkmnpqrstvwxyz";
const length = 10;

/** Makes ten new codes in place of those that were. @returns the codes, to be shown this once */
export async function replaceRecoveryCodes(em: EntityManager, userId: string): Promise<readonly string[]> {
  await em.nativeDelete(RecoveryCodeRow, { userId });
  const codes = Array.from({ length: howMany }, makeCode);
  for (const code of codes) em.create(RecoveryCodeRow, { userId, codeHash: hashOf(userId, code), usedAt: null });
  return codes;
}

/** {@link replaceRecoveryCodes} as a command of the user's own. */
export async function renewRecoveryCodes(context: CommandContext): Promise<readonly string[]> {
  const { userId } = context.viewer;
  return runCommand(context, { action: "user.recovery-codes.renew", entityType: "User" }, async (unit) => {
    const { user } = await lockFactors(unit.em, userId);
    unit.emit(() => userFactorAdded(user, "RECOVERY_CODES"));
    unit.touch(userId);
    tellOfFactorChange(unit.em, user);
    return replaceRecoveryCodes(unit.em, userId);
  });
}

/** Uses one of the user's codes up; whether it was one. */
export async function useRecoveryCode(em: EntityManager, userId: string, code: string): Promise<boolean> {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, "");
  if (plain.length !== length) return false;
  const codeHash = hashOf(userId, plain);
  return (await em.nativeUpdate(RecoveryCodeRow, { userId, codeHash, usedAt: null }, { usedAt: new Date() })) > 0;
}

/** As people read and type it. */
export function spelled(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

function makeCode(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

function hashOf(userId: string, code: string): string {
  return blindIndexOf(`${userId}:${code}`, "recovery_code.code");
}
