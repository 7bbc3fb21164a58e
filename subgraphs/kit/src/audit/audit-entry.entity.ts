import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";

/** DENIED by a policy or for want of proof, REFUSED by a rule of the business such as a slot that is taken. */
export type AuditOutcome = "ALLOWED" | "DENIED" | "REFUSED";

/** Why it was done: treatment and what goes with it unless something else was said. */
export type AuditPurpose = "TREATMENT" | "BREAK_GLASS";

/**
 * One line of the audit log: a command, what a request read of patient data, or a denial.
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
    /** Null when nobody is known yet, such as for a sign-in with an address that nobody has. */
    organizationId: p.uuid().$type<string | null>().nullable(),
    occurredAt: p.datetime(3),
    /** Null like the organization. */
    actorId: p.uuid().$type<string | null>().nullable(),
    /** The partner's client that acted, for the actor or as itself; null for our own, in which the actor does it. */
    clientId: p.uuid().$type<string | null>().nullable(),
    actorRoles: p.array().columnType("text[]").$type<string[]>(),
    /** What was done, e.g. `patient.read`: one for a command or a denial, each that a request read once for a read. */
    actions: p.array().columnType("text[]").$type<string[]>(),
    outcome: p.text().$type<AuditOutcome>(),
    purpose: p.text().$type<AuditPurpose>(),
    /** The types of the records that were read or changed. */
    entityTypes: p.array().columnType("text[]").$type<string[]>(),
    /** The records that were read or changed. */
    entityIds: p.array().columnType("uuid[]").$type<string[]>(),
    /** The patients whom they concern. */
    subjectIds: p.array().columnType("uuid[]").$type<string[]>(),
    /** What it was about when that is no record: the keyed hash of an e-mail address, or the hash of a certificate. */
    target: p.text().$type<string | null>().nullable(),
    correlationId: p.text(),
    /** The network address that the router saw. */
    clientAddress: p.text().$type<string | null>().nullable(),
  },
  indexes: [
    { properties: ["organizationId", "occurredAt"] },
    { name: "audit_entry_subject_ids_index", properties: ["subjectIds"], type: "gin" },
  ],
});

export type AuditEntry = InferEntity<typeof AuditEntry>;
