import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";

/**
 * One line of the audit log: a command, a read of patient data, or a denial.
 * Append-only: the application's role can insert and read, never change it.
 */
export const AuditEntry = defineEntity({
  name: "AuditEntry",
  tableName: "audit_entry",
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => uuidv7()),
    organizationId: p.uuid(),
    occurredAt: p.datetime(3),
    actorId: p.uuid(),
    actorRoles: p.array().columnType("text[]").$type<string[]>(),
    /** What was done, e.g. `patient.read`. */
    action: p.text(),
    /** DENIED by a policy, REFUSED by a rule of the business such as a slot that is taken. */
    outcome: p.text().$type<"ALLOWED" | "DENIED" | "REFUSED">(),
    /** The records that were read or changed. */
    entityType: p.text().$type<string | null>().nullable(),
    entityIds: p.array().columnType("uuid[]").$type<string[]>(),
    correlationId: p.text(),
    /** The network address that the router saw. */
    clientAddress: p.text().$type<string | null>().nullable(),
  },
  indexes: [{ properties: ["organizationId", "occurredAt"] }],
});

export type AuditEntry = InferEntity<typeof AuditEntry>;
