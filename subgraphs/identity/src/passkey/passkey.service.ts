import { type CommandContext, type Role, runCommand } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { endWeakerSignIns, type FactorPlace, lockFactors, tellOfFactorChange } from "../mfa/factor.change.ts";
import { needsSecondFactor } from "../mfa/mfa.config.ts";
import { RecoveryCodeRow } from "../mfa/recovery-code.entity.ts";
import { replaceRecoveryCodes } from "../mfa/recovery-code.service.ts";
import { credentialHash } from "../provider/credential.hash.ts";
import type { UserRow } from "../user/user.entity.ts";
import { userFactorAdded, userFactorRemoved } from "../user/user.events.ts";
import { PasskeyRow } from "./passkey.entity.ts";
import { PasskeyChallengeRow } from "./passkey-challenge.entity.ts";

const challengeLifetime = 5 * 60_000;
const passkeysPerUser = 20;

/** Where passkeys are good: the public origin of the issuer. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

export function relyingPartyOf(issuer: string): RelyingParty {
  const { hostname, origin } = new URL(issuer);
  return { id: hostname, origin };
}

/** What an authenticator must do to become a passkey of the user: verify who holds it, and remember the account. */
export async function prepareRegistration(
  context: CommandContext,
  party: RelyingParty,
  user: UserRow,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const em = context.em.fork();
  const known = await em.find(PasskeyRow, { userId: user.id });
  const options = await generateRegistrationOptions({
    rpName: "CareConnect",
    rpID: party.id,
    userName: user.email ?? user.displayName,
    userDisplayName: user.displayName,
    userID: new TextEncoder().encode(user.id),
    timeout: challengeLifetime,
    attestationType: "none",
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await rememberChallenge(em, options.challenge, registrationSubject(user.id));
  return options;
}

export type PasskeyAddition =
  | {
      readonly kind: "added";
      readonly method: PasskeyMethod;
      /** New ones, when the user had none. */
      readonly recoveryCodes: readonly string[] | null;
    }
  | { readonly kind: "refused" }
  /** The user has a factor by now. */
  | { readonly kind: "late" };

/** Adds the passkey that an authenticator made. In a sign-in it must be the first factor: whoever knows a password alone adds none. */
export async function addPasskey(
  context: CommandContext,
  party: RelyingParty,
  response: RegistrationResponseJSON,
  name: string,
  place: FactorPlace,
): Promise<PasskeyAddition> {
  const { userId } = context.viewer;
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(context.em.fork(), challenge, registrationSubject(userId)),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!verified?.verified) return { kind: "refused" };
  const { credential, credentialDeviceType } = verified.registrationInfo;
  const synced = credentialDeviceType === "multiDevice";
  return runCommand(context, { action: "user.passkey.add", entityType: "User" }, async (unit) => {
    const { em, emit, touch } = unit;
    const factors = await lockFactors(em, userId);
    const { user, totp, passkeys } = factors;
    if (place === "sign-in" && (totp || passkeys > 0)) return { kind: "late" };
    if (passkeys >= passkeysPerUser) return { kind: "refused" };
    if ((await em.count(PasskeyRow, { credentialId: credential.id }, { filters: false })) > 0)
      return { kind: "refused" };
    await endWeakerSignIns(unit, factors, place);
    em.create(PasskeyRow, {
      userId,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString("base64url"),
      counter: credential.counter,
      transports: (credential.transports ?? []).map(String),
      synced,
      name,
      lastUsedAt: null,
    });
    const recoveryCodes =
      (await em.count(RecoveryCodeRow, { userId, usedAt: null })) > 0 ? null : await replaceRecoveryCodes(em, userId);
    emit(() => userFactorAdded(user, "PASSKEY"));
    touch(userId);
    tellOfFactorChange(em, user);
    return { kind: "added", method: methodOf(synced), recoveryCodes };
  });
}

/**
 * Removes one of the user's passkeys, and the recovery codes when no second factor is left. The last factor of somebody
 * who must have one stays.
 * @returns whether it is gone
 */
export async function removePasskey(
  context: CommandContext,
  id: string,
  required: ReadonlySet<Role>,
): Promise<boolean> {
  const { userId } = context.viewer;
  return runCommand(context, { action: "user.passkey.remove", entityType: "User" }, async ({ em, emit, touch }) => {
    const { user, totp, passkeys } = await lockFactors(em, userId);
    const isLast = !totp && passkeys === 1;
    if (isLast && needsSecondFactor(user.roles, required)) return false;
    if ((await em.nativeDelete(PasskeyRow, { id, userId })) === 0) return true;
    if (isLast) await em.nativeDelete(RecoveryCodeRow, { userId });
    emit(() => userFactorRemoved(user, "PASSKEY"));
    touch(userId);
    tellOfFactorChange(em, user);
    return true;
  });
}

/**
 * What an authenticator must do to sign in. No credential is named: which ones there are would tell whether an account
 * has a passkey; the authenticator finds its own.
 * @param subject who may take the challenge back, such as the sign-in
 */
export async function prepareAuthentication(
  orm: MikroORM,
  party: RelyingParty,
  subject: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    timeout: challengeLifetime,
    userVerification: "required",
  });
  await rememberChallenge(orm.em.fork(), options.challenge, subject);
  return options;
}

/** A user as their passkey shows them: it is something they have, opened by something they know or are. */
export interface PasskeySignIn {
  readonly userId: string;
  readonly method: PasskeyMethod;
}

/** RFC 8176: a key in hardware, or one that is synchronized. */
type PasskeyMethod = "hwk" | "swk";

const methodOf = (synced: boolean): PasskeyMethod => (synced ? "swk" : "hwk");

/** Whose passkey signed the challenge that `subject` was given; null when none did. */
export async function usePasskey(
  orm: MikroORM,
  party: RelyingParty,
  subject: string,
  response: AuthenticationResponseJSON,
): Promise<PasskeySignIn | null> {
  // It is whatever the browser sent.
  if (typeof response.id !== "string") return null;
  const em = orm.em.fork();
  // The one query that no organization narrows: which one it is follows from the passkey.
  const row = await em.findOne(PasskeyRow, { credentialId: response.id }, { filters: false });
  if (!row) return null;
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(orm.em.fork(), challenge, subject),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: row.credentialId,
      publicKey: new Uint8Array(Buffer.from(row.publicKey, "base64url")),
      counter: row.counter,
    },
  }).catch(() => undefined);
  if (!verified?.verified) return null;
  const counter = verified.authenticationInfo.newCounter;
  await em.nativeUpdate(PasskeyRow, { id: row.id }, { counter, lastUsedAt: new Date() }, { filters: false });
  return { userId: row.userId, method: methodOf(row.synced) };
}

async function rememberChallenge(em: EntityManager, challenge: string, subject: string): Promise<void> {
  const now = Date.now();
  await em.nativeDelete(PasskeyChallengeRow, { expiresAt: { $lt: new Date(now) } });
  em.create(PasskeyChallengeRow, {
    challengeHash: credentialHash(challenge),
    subject,
    expiresAt: new Date(now + challengeLifetime),
  });
  await em.flush();
}

/** One delete is test and use: a signature over a challenge is good once. */
async function takeChallenge(em: EntityManager, challenge: string, subject: string): Promise<boolean> {
  const challengeHash = credentialHash(challenge);
  const taken = await em.nativeDelete(PasskeyChallengeRow, { challengeHash, subject, expiresAt: { $gt: new Date() } });
  return taken > 0;
}

const registrationSubject = (userId: string) => `registration:${userId}`;
