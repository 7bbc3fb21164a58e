import {
  assertMay,
  type Connection,
  connectionOf,
  defineLoader,
  inOrderOf,
  type PageArgs,
  type Reach,
  type RequestContext,
  Role,
  rowsWithin,
} from "@careconnect/kit";
import { InvitationRow } from "./invitation.entity.ts";
import { readInvitations, rolesToGive } from "./invitation.policy.ts";
import { InvitationStatus } from "./invitation.type.ts";

/** The invitations of the viewer's organization that the viewer could have made, the newest first. */
export function listInvitations(context: RequestContext, page: PageArgs): Connection<InvitationRow> {
  const reach = assertMay(context, readInvitations);
  return connectionOf(context, InvitationRow, {
    name: "invitations",
    where: invitationsWithin(context, reach),
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
  const reach = assertMay(context, readInvitations);
  const within = { $and: [{ id: { $in: [...ids] } }, invitationsWithin(context, reach)] };
  const rows = await context.em.fork().find(InvitationRow, within);
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

/** What the viewer could have given, but to nobody whose record is restricted. */
function invitationsWithin({ viewer }: Pick<RequestContext, "viewer">, reach: Reach): object {
  const given = rolesToGive(viewer);
  const within = rowsWithin(reach, { patient: "patientId" });
  return given.length === Object.values(Role).length
    ? within
    : { $and: [within, { roles: { $contained: [...given] } }] };
}
