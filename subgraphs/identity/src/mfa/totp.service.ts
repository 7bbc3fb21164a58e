import { type CommandContext, type Role, runCommand, seal, unseal } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { generateSecret, generateURI, verify } from "otplib";
import { z } from "zod";
import { userFactorAdded, userFactorRemoved } from "../user/user.events.ts";
import { endWeakerSignIns, type FactorPlace, lockFactors, tellOfFactorChange } from "./factor.change.ts";
import { needsSecondFactor } from "./mfa.config.ts";
import { RecoveryCodeRow } from "./recovery-code.entity.ts";
import { replaceRecoveryCodes } from "./recovery-code.service.ts";
import { TotpRow } from "./totp.entity.ts";

const issuer = "CareConnect";
/** Clocks differ, and people take their time: the code before this one is good, too. */
const tolerance: [number, number] = [30, 5];
/** Milliseconds: as long as somebody may take to set an app up. */
const setupLifetime = 15 * 60_000;

/** What an authenticator app is told. */
export interface TotpSetup {
  readonly secret: string;
  /** The same as a URI, for the QR code. */
  readonly uri: string;
  /** The same for the form that brings it back: nothing is kept of it before the first code. */
  readonly sealed: string;
}

/** Whose app is set up, and where: a setup is good for the sign-in or the account session that began it, and no other. */
export interface TotpOwner {
  readonly subject: string;
  /** What the app calls the account. */
  readonly label: string;
}

const sealedSetup = z.object({ secret: z.string(), until: z.number() });
const purposeOf = ({ subject }: TotpOwner) => `totp.setup#${subject}`;

/** A new secret for an app. */
export function beginTotp(owner: TotpOwner): TotpSetup {
  const secret = generateSecret();
  const sealed = seal(JSON.stringify({ secret, until: Date.now() + setupLifetime }), purposeOf(owner));
  return { secret, uri: generateURI({ issuer, label: owner.label, secret }), sealed };
}

/** What {@link beginTotp} made for this owner; undefined when it was made for another, or is too old. */
export function continueTotp(owner: TotpOwner, sealed: string): TotpSetup | undefined {
  try {
    const { secret, until } = sealedSetup.parse(JSON.parse(unseal(sealed, purposeOf(owner))));
    return until > Date.now()
      ? { secret, uri: generateURI({ issuer, label: owner.label, secret }), sealed }
      : undefined;
  } catch {
    return undefined;
  }
}

export type TotpAddition =
  | { readonly kind: "added"; readonly recoveryCodes: readonly string[] }
  /** The code is wrong. */
  | { readonly kind: "refused" }
  /** The user has such a factor by now. */
  | { readonly kind: "late" };

/** Takes an app into use with a first code. In a sign-in it must be the first factor: whoever knows a password alone adds none. */
export async function confirmTotp(
  context: CommandContext,
  { secret }: TotpSetup,
  code: string,
  place: FactorPlace,
): Promise<TotpAddition> {
  const { userId } = context.viewer;
  const lastStep = await stepOf(secret, code);
  return runCommand(context, { action: "user.totp.add", entityType: "User" }, async (unit) => {
    const { em, emit, touch } = unit;
    const factors = await lockFactors(em, userId);
    const { user, totp, passkeys } = factors;
    if (totp || (place === "sign-in" && passkeys > 0)) return { kind: "late" };
    if (lastStep === undefined) return { kind: "refused" };
    await endWeakerSignIns(unit, factors, place);
    em.create(TotpRow, { userId, secret, lastStep });
    emit(() => userFactorAdded(user, "TOTP"));
    touch(userId);
    tellOfFactorChange(em, user);
    return { kind: "added", recoveryCodes: await replaceRecoveryCodes(em, userId) };
  });
}

/** Whether `code` is one of the user's app, and was not used before. */
export async function useTotp(em: EntityManager, userId: string, code: string): Promise<boolean> {
  const row = await em.findOne(TotpRow, { userId });
  const step = row?.secret ? await stepOf(row.secret, code, row.lastStep) : undefined;
  if (!row || step === undefined) return false;
  // The condition on the step is in the statement: of two who come with one code at once, one is let in.
  return (await em.nativeUpdate(TotpRow, { id: row.id, lastStep: { $lt: step } }, { lastStep: step })) > 0;
}

/** The time step of a code; undefined when it is none, or not of a later step than the last. */
async function stepOf(secret: string, code: string, lastStep = 0): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const result = await verify({
    secret,
    token: code,
    epochTolerance: tolerance,
    ...(lastStep > 0 && { afterTimeStep: lastStep }),
  });
  return result.valid && "timeStep" in result ? result.timeStep : undefined;
}

/**
 * Takes the app out of use, and the recovery codes with it when no other second factor needs them. The last factor of
 * somebody who must have one stays: they would have to set one up at the next sign-in anyway.
 * @returns whether it is gone
 */
export async function removeTotp(context: CommandContext, required: ReadonlySet<Role>): Promise<boolean> {
  const { userId } = context.viewer;
  return runCommand(context, { action: "user.totp.remove", entityType: "User" }, async ({ em, emit, touch }) => {
    const { user, totp, passkeys } = await lockFactors(em, userId);
    if (!totp) return true;
    if (passkeys === 0 && needsSecondFactor(user.roles, required)) return false;
    await em.nativeDelete(TotpRow, { userId });
    if (passkeys === 0) await em.nativeDelete(RecoveryCodeRow, { userId });
    emit(() => userFactorRemoved(user, "TOTP"));
    touch(userId);
    tellOfFactorChange(em, user);
    return true;
  });
}
