import { type DomainEvent, defineEvent, Role } from "@careconnect/kit";
import { z } from "zod";
import type { InvitationRow } from "./invitation.entity.ts";

export const userInvitedEvent = defineEvent("user.invited", 1, {
  aggregateType: "Invitation",
  description: "Somebody was asked by mail to join the organization.",
  payload: z.object({
    invitationId: z.uuid(),
    roles: z.array(z.enum(Role)),
    patientId: z.uuid().nullable().describe("the patient record that they will be"),
    providerId: z.uuid().nullable().describe("the provider record that they will be"),
  }),
});

export const userInvited = (row: InvitationRow): DomainEvent =>
  userInvitedEvent.of(row, {
    invitationId: row.id,
    roles: [...row.roles],
    patientId: row.patientId ?? null,
    providerId: row.providerId ?? null,
  });

export const invitationAcceptedEvent = defineEvent("user.invitation.accepted", 1, {
  aggregateType: "Invitation",
  description: "Somebody who was invited has an account now, or accepted with the one that they had.",
  payload: z.object({ invitationId: z.uuid(), userId: z.uuid() }),
});

export const invitationAccepted = (row: InvitationRow, userId: string): DomainEvent =>
  invitationAcceptedEvent.of(row, { invitationId: row.id, userId });

export const invitationRevokedEvent = defineEvent("user.invitation.revoked", 1, {
  aggregateType: "Invitation",
  description: "An invitation was taken back before it was accepted.",
  payload: z.object({ invitationId: z.uuid() }),
});

export const invitationRevoked = (row: InvitationRow): DomainEvent =>
  invitationRevokedEvent.of(row, { invitationId: row.id });
