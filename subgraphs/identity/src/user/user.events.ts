import type { DomainEvent } from "@careconnect/kit";
import type { UserRow } from "./user.entity.ts";

/** Everything that others may know of a user from events: no name and no e-mail address. */
export const userRegistered = (row: UserRow): DomainEvent => ({
  type: "user.registered",
  aggregateType: "User",
  aggregate: row,
  payload: { userId: row.id, roles: row.roles, patientId: row.patientId, providerId: row.providerId },
});
