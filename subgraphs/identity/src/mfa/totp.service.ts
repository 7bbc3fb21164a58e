import { type CommandContext, runCommand } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { generateSecret, generateURI, verify } from "otplib";
import { UserRow } from "../user/user.entity.ts";
import { userFactorAdded, userFactorRemoved } from "../user/user.events.ts";
import { RecoveryCodeRow } from "./recovery-code.entity.ts";
import { replaceRecoveryCodes } from "./recovery-code.service.ts";
import { TotpRow } from "./totp.entity.ts";

const issuer = "CareConnect";
/** Clocks differ, and people take their time: the code before this one is good, too. */
const tolerance: [number, number] = [30, 5];

/** What an authenticator app is told. */
export interface TotpSetup {
  readonly secret: string;
  /** The same as a URI, for the QR code. */
  readonly uri: string;
}

/** The secret of a user who has none in use yet; asking again gives the same one. Null when one is in use. */
export async function prepareTotp(context: CommandContext, email: string): Promise<TotpSetup | null> {
  const em = context.em.fork();
  const { userId } = context.viewer;
  await em.upsert(
    TotpRow,
    { userId, organizationId: context.viewer.organizationId, secret: generateSecret(), lastStep: 0, confirmedAt: null },
    { onConflictFields: ["userId"], onConflictAction: "ignore" },
  );
  const row = await em.findOneOrFail(TotpRow, { userId }, { refresh: true });
  if (row.confirmedAt || !row.secret) return null;
  return { secret: row.secret, uri: generateURI({ issuer, label: email, secret: row.secret }) };
}

/** Takes the prepared secret into use with a first code. @returns new recovery codes, or null when the code is wrong */
export async function confirmTotp(context: CommandContext, code: string): Promise<readonly string[] | null> {
  const { userId } = context.viewer;
  return runCommand(context, { action: "user.totp.add", entityType: "User" }, async ({ em, emit, touch }) => {
    const row = await em.findOne(TotpRow, { userId, confirmedAt: null });
    if (!row?.secret || !(await takeCode(em, row, code))) return null;
    await em.nativeUpdate(TotpRow, { id: row.id }, { confirmedAt: new Date() });
    const user = await em.findOneOrFail(UserRow, { id: userId });
    emit(() => userFactorAdded(user, "TOTP"));
    touch(userId);
    return replaceRecoveryCodes(em, userId);
  });
}

/** Whether `code` is one of the user's app, and was not used before. */
export async function useTotp(em: EntityManager, userId: string, code: string): Promise<boolean> {
  const row = await em.findOne(TotpRow, { userId, confirmedAt: { $ne: null } });
  return row?.secret != null && takeCode(em, row, code);
}

/** The condition on the step is in the statement: of two who come with one code at once, one is let in. */
async function takeCode(em: EntityManager, row: TotpRow, code: string): Promise<boolean> {
  if (!row.secret || !/^\d{6}$/.test(code)) return false;
  const result = await verify({
    secret: row.secret,
    token: code,
    epochTolerance: tolerance,
    ...(row.lastStep > 0 && { afterTimeStep: row.lastStep }),
  });
  if (!result.valid || !("timeStep" in result)) return false;
  const { timeStep } = result;
  return (await em.nativeUpdate(TotpRow, { id: row.id, lastStep: { $lt: timeStep } }, { lastStep: timeStep })) > 0;
}

/** Takes the app out of use, and the recovery codes with it when no other second factor needs them. */
export async function removeTotp(context: CommandContext, keepRecoveryCodes: boolean): Promise<void> {
  const { userId } = context.viewer;
  await runCommand(context, { action: "user.totp.remove", entityType: "User" }, async ({ em, emit, touch }) => {
    if ((await em.nativeDelete(TotpRow, { userId })) === 0) return;
    if (!keepRecoveryCodes) await em.nativeDelete(RecoveryCodeRow, { userId });
    const user = await em.findOneOrFail(UserRow, { id: userId });
    emit(() => userFactorRemoved(user, "TOTP"));
    touch(userId);
  });
}
