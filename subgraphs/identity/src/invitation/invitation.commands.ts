import { CommandRefusal, currentPatientOf, defineCommand, knownUuid, notFound, Role, reachOf } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { queueMail } from "../mail/mail.queue.ts";
import { mailTexts } from "../mail/mail.texts.ts";
import { OrganizationRow } from "../organization/organization.entity.ts";
import { credentialHash } from "../provider/credential.hash.ts";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { displayName, emailAddress, userRoles } from "../user/user.schema.ts";
import { makeLinkToken } from "../verification/link.token.ts";
import { InvitationRow } from "./invitation.entity.ts";
import { invitationRevoked, userInvited } from "./invitation.events.ts";
import { inviteUsers, revokeInvitations, rolesToGive, sharePatients } from "./invitation.policy.ts";
import { hasOtherAddress, lacksRecord } from "./invitation.records.ts";

const lifetime = 7 * 24 * 60 * 60_000;

export const inviteUser = defineCommand({
  name: "inviteUser",
  rule: inviteUsers,
  entityType: "Invitation",
  schema: z
    .object({
      email: emailAddress,
      displayName,
      roles: userRoles,
      patientId: z.uuid("must be a patient's id").toLowerCase().nullish(),
      providerId: z.uuid("must be a provider's id").toLowerCase().nullish(),
    })
    .refine(({ patientId, roles }) => patientId == null || roles.includes(Role.PATIENT), {
      path: ["patientId"],
      error: "needs the role PATIENT",
    })
    .refine(({ providerId, roles }) => providerId == null || roles.includes(Role.PROVIDER), {
      path: ["providerId"],
      error: "needs the role PROVIDER",
    }),
  async run(unit, body, { viewer }) {
    const given = rolesToGive(viewer);
    if (body.roles.some((role) => !given.includes(role))) {
      throw new CommandRefusal(
        "ROLE_NOT_YOURS_TO_GIVE",
        ["roles"],
        `You may invite people as ${given.join(", ")} alone.`,
      );
    }
    // An account of another organization is not ours to know of: its owner learns it from the link.
    const holder = await unit.em.findOne(UserRow, { emailIndex: emailIndexOf(body.email) });
    if (holder?.id === viewer.userId) {
      throw new CommandRefusal("OWN_ACCESS", ["email"], "Nobody invites themselves: ask somebody else who may.");
    }
    const { patientId, providerId } = body;
    const currentPatientId = patientId == null ? null : await currentPatientOf(unit.em, patientId);
    if (holder && !lacksRecord(holder, { currentPatientId, providerId })) {
      throw new CommandRefusal(
        "EMAIL_TAKEN",
        ["email"],
        "Somebody of your organization has this e-mail address, and lacks no record that you name.",
      );
    }
    const mayShare = reachOf(viewer, sharePatients).length > 0;
    if (patientId != null && !mayShare && (await hasOtherAddress(unit.em, patientId, body.email))) {
      throw new CommandRefusal(
        "RECORD_TAKEN",
        ["patientId"],
        "Somebody with another e-mail address has an account for this patient, or was invited to it lately: ask an administrator.",
      );
    }
    const organization = await unit.em.findOneOrFail(OrganizationRow, { id: viewer.organizationId });
    const token = makeLinkToken();
    const invitation = unit.em.create(InvitationRow, {
      ...body,
      patientId: body.patientId ?? null,
      providerId: body.providerId ?? null,
      invitedBy: viewer.userId,
      tokenHash: credentialHash(token),
      expiresAt: new Date(Date.now() + lifetime),
      acceptedAt: null,
      userId: null,
      revokedAt: null,
    });
    const path = `/account/invitation?token=${token}`;
    queueMail(unit.em, body.email, mailTexts.invitation(body.displayName, organization.name, path, holder !== null));
    unit.emit(() => userInvited(invitation));
    return invitation.id;
  },
});

export const revokeInvitation = defineCommand({
  name: "revokeInvitation",
  rule: revokeInvitations,
  entityType: "Invitation",
  schema: z.object({ id: z.string() }),
  async run(unit, { id }, { viewer }) {
    const invitation = await unit.em.findOne(
      InvitationRow,
      { id: knownUuid(id) },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    const given = rolesToGive(viewer);
    if (!invitation?.roles.every((role) => given.includes(role))) throw notFound("id");
    if (invitation.acceptedAt || invitation.revokedAt) {
      const state = invitation.acceptedAt ? "accepted" : "revoked";
      throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], `This invitation was ${state} already.`);
    }
    invitation.revokedAt = new Date();
    unit.emit(() => invitationRevoked(invitation));
    return invitation.id;
  },
});
