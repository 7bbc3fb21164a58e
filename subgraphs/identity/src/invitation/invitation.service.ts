import {
  assertMay,
  type Connection,
  connectionOf,
  defineLoader,
  inOrderOf,
  type PageArgs,
  type RequestContext,
  Role,
} from "@careconnect/kit";
import { InvitationRow } from "./invitation.entity.ts";
import { readInvitations, rolesToGive } from "./invitation.policy.ts";
import { InvitationStatus } from "./invitation.type.ts";

/** The invitations of the viewer's organization that the viewer could have made, the newest first. */
export function listInvitations(context: RequestContext, page: PageArgs): Connection<InvitationRow> {
  assertMay(context, readInvitations);
  return connectionOf(context, InvitationRow, {
    name: "invitations",
    where: withinGift(context),
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
    audit: { action: "invitation.list", entityType: "Invitation" },
  });
}

/** Invitations by id, as far as the viewer may see them; null for the rest. */
export const invitationById = defineLoader<string, InvitationRow>(async (context, ids) => {
  assertMay(context, readInvitations);
  const rows = await context.em.fork().find(InvitationRow, { $and: [{ id: { $in: [...ids] } }, withinGift(context)] });
  context.audit.read({
    action: readInvitations.action,
    entityType: "Invitation",
    records: rows.map(({ id, patientId }) => ({ id, patientId: patientId ?? null })),
  });
  return inOrderOf(ids, rows, ({ id }) => id);
});

export function statusOf(row: InvitationRow): InvitationStatus {
  if (row.acceptedAt) return InvitationStatus.ACCEPTED;
  if (row.revokedAt) return InvitationStatus.REVOKED;
  return row.expiresAt.getTime() > Date.now() ? InvitationStatus.PENDING : InvitationStatus.EXPIRED;
}

function withinGift({ viewer }: Pick<RequestContext, "viewer">): object {
  const given = rolesToGive(viewer);
  return given.length === Object.values(Role).length ? {} : { roles: { $contained: [...given] } };
}
