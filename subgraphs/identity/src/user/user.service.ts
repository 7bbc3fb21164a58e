import {
  assertMay,
  type Connection,
  connectionOf,
  defineLoader,
  inOrderOf,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import { UserRow } from "./user.entity.ts";
import { readUsers } from "./user.policy.ts";

/** The accounts of the viewer's organization, by name. */
export function listUsers(context: RequestContext, page: PageArgs): Connection<UserRow> {
  assertMay(context, readUsers);
  return connectionOf(context, UserRow, {
    name: "users",
    where: {},
    orderBy: [
      ["displayName", "asc"],
      ["id", "asc"],
    ],
    page,
    audit: { action: "user.list", entityType: "User" },
  });
}

/** Who is a patient is noted as one. */
const auditedUser = ({ id, patientId }: UserRow) => ({ id, patientId: patientId ?? null });

/** Accounts by id, as far as the viewer may see them; null for the rest. */
export const userById = defineLoader<string, UserRow>(async (context, ids) => {
  assertMay(context, readUsers);
  const rows = await context.em.fork().find(UserRow, { id: { $in: [...ids] } });
  context.audit.read({ action: readUsers.action, entityType: "User", records: rows.map(auditedUser) });
  return inOrderOf(ids, rows, ({ id }) => id);
});
