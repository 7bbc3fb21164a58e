import { type CommandContext, createCommandContext, type Origin, runCommand } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { OrganizationRow } from "../organization/organization.entity.ts";
import { credentialHash } from "../provider/credential.hash.ts";
import { hasAccount, type NewAccount, type Registration } from "../registration/registration.service.ts";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { userLinked, userRegistered, userRolesChanged } from "../user/user.events.ts";
import { lockKnownUser } from "../user/user.lock.ts";
import { hashPassword } from "../user/user.password.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { lockAddress } from "../verification/address.lock.ts";
import { InvitationRow } from "./invitation.entity.ts";
import { invitationAccepted } from "./invitation.events.ts";
import { canBe } from "./invitation.records.ts";

/** What the page of an invitation shows to whoever has its link. */
export interface OpenInvitation {
  readonly email: string;
  readonly displayName: string;
  readonly organization: string;
  /** The account of this organization that has the address, when there is one that is open. */
  readonly holderId: string | undefined;
}

/** The invitation that a link opens; null when it was accepted or revoked, or is too old. */
export async function readInvitation(orm: MikroORM, token: string): Promise<OpenInvitation | null> {
  const em = orm.em.fork();
  const row = await em.findOne(InvitationRow, open(token), { filters: false });
  if (!row?.email) return null;
  const organization = await em.findOneOrFail(OrganizationRow, { id: row.organizationId });
  const holder = await em.findOne(
    UserRow,
    { emailIndex: emailIndexOf(row.email), organizationId: row.organizationId, suspendedAt: null },
    { filters: false },
  );
  const { email, displayName } = row;
  return { email, displayName, organization: organization.name, holderId: holder?.id };
}

/** Makes the account of somebody who was invited, with the roles and the record that the invitation names. */
export async function acceptInvitation(
  orm: MikroORM,
  token: string,
  account: NewAccount,
  origin: Origin,
): Promise<Registration> {
  // Not narrowed to an organization: which one it is follows from the invitation.
  const found = await orm.em.fork().findOne(InvitationRow, open(token), { filters: false });
  if (!found) return { kind: "gone" };
  const { organizationId, roles, patientId, providerId } = found;
  const user = { id: uuidv7(), organizationId, roles, patientId: patientId ?? null, providerId: providerId ?? null };
  const passwordHash = await hashPassword(account.password);
  const context = createCommandContext(orm, viewerOf(user), origin);
  return runCommand(context, { action: "user.register", entityType: "User" }, async ({ em, emit, touch }) => {
    const invitation = await em.findOne(InvitationRow, open(token), { lockMode: LockMode.PESSIMISTIC_WRITE });
    const email = invitation?.email;
    if (!invitation || !email) return { kind: "gone" };
    await lockAddress(em, email);
    if (await hasAccount(em, email)) return { kind: "taken" };
    const { displayName } = account;
    const row = em.create(UserRow, { ...user, email, displayName, passwordHash, demo: false });
    invitation.acceptedAt = new Date();
    invitation.userId = row.id;
    emit(() => userRegistered(row));
    emit(() => invitationAccepted(invitation, row.id));
    touch(row.id);
    return { kind: "registered", email };
  });
}

/** Gives the viewer's own account, which has the address, the roles and the record that the invitation names. */
export async function acceptWithAccount(context: CommandContext, token: string): Promise<Registration> {
  const { userId } = context.viewer;
  return runCommand(context, { action: "user.link-record", entityType: "User" }, async ({ em, emit, touch }) => {
    const invitation = await em.findOne(InvitationRow, open(token), { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!invitation?.email) return { kind: "gone" };
    const user = await lockKnownUser(em, userId);
    if (user.emailIndex !== emailIndexOf(invitation.email) || !canBe(user, invitation)) return { kind: "taken" };
    const added = invitation.roles.filter((role) => !user.roles.includes(role));
    user.roles = [...user.roles, ...added];
    user.patientId ??= invitation.patientId ?? null;
    user.providerId ??= invitation.providerId ?? null;
    invitation.acceptedAt = new Date();
    invitation.userId = user.id;
    if (added.length > 0) emit(() => userRolesChanged(user));
    emit(() => userLinked(user));
    emit(() => invitationAccepted(invitation, user.id));
    touch(user.id);
    return { kind: "registered", email: invitation.email };
  });
}

const open = (token: string) => ({
  tokenHash: credentialHash(token),
  acceptedAt: null,
  revokedAt: null,
  expiresAt: { $gt: new Date() },
});
