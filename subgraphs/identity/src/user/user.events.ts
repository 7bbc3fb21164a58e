import { type DomainEvent, defineEvent, Role } from "@careconnect/kit";
import { z } from "zod";
import type { UserRow } from "./user.entity.ts";

/** Everything that others may know of a user from events: no name and no e-mail address. */
export const userRegisteredEvent = defineEvent("user.registered", 1, {
  aggregateType: "User",
  description: "Somebody has an account now.",
  payload: z.object({
    userId: z.uuid(),
    roles: z.array(z.enum(Role)),
    patientId: z.uuid().nullable().describe("the patient record that the user is"),
    providerId: z.uuid().nullable().describe("the provider record that the user is"),
  }),
});

export const userRegistered = (row: UserRow): DomainEvent =>
  userRegisteredEvent.of(row, {
    userId: row.id,
    roles: [...row.roles],
    patientId: row.patientId ?? null,
    providerId: row.providerId ?? null,
  });

export const userRolesChangedEvent = defineEvent("user.roles.changed", 1, {
  aggregateType: "User",
  description:
    "What somebody may be was changed: by an administrator, an invitation, or the groups that another issuer vouches for.",
  payload: z.object({ userId: z.uuid(), roles: z.array(z.enum(Role)) }),
});

export const userRolesChanged = (row: UserRow): DomainEvent =>
  userRolesChangedEvent.of(row, { userId: row.id, roles: [...row.roles] });

export const userLinkedEvent = defineEvent("user.linked", 1, {
  aggregateType: "User",
  description: "Somebody who has an account is a record, too: they accepted an invitation that names it.",
  payload: z.object({
    userId: z.uuid(),
    patientId: z.uuid().nullable().describe("the patient record that the user is"),
    providerId: z.uuid().nullable().describe("the provider record that the user is"),
  }),
});

export const userLinked = (row: UserRow): DomainEvent =>
  userLinkedEvent.of(row, { userId: row.id, patientId: row.patientId ?? null, providerId: row.providerId ?? null });

export const userPasswordChangedEvent = defineEvent("user.password.changed", 1, {
  aggregateType: "User",
  description: "Somebody has another password, by a link that was mailed to them or on their account page.",
  payload: z.object({ userId: z.uuid(), reset: z.boolean().describe("whether a mailed link was what allowed it") }),
});

export const userPasswordChanged = (row: UserRow, reset: boolean): DomainEvent =>
  userPasswordChangedEvent.of(row, { userId: row.id, reset });

const factor = z.enum(["TOTP", "PASSKEY", "RECOVERY_CODES"]);

export type Factor = z.infer<typeof factor>;

export const userFactorAddedEvent = defineEvent("user.factor.added", 1, {
  aggregateType: "User",
  description: "Somebody can show who they are in one more way.",
  payload: z.object({ userId: z.uuid(), factor }),
});

export const userFactorAdded = (row: UserRow, added: Factor): DomainEvent =>
  userFactorAddedEvent.of(row, { userId: row.id, factor: added });

export const userFactorRemovedEvent = defineEvent("user.factor.removed", 1, {
  aggregateType: "User",
  description: "Somebody can no longer show who they are in one of their ways.",
  payload: z.object({ userId: z.uuid(), factor }),
});

export const userFactorRemoved = (row: UserRow, removed: Factor): DomainEvent =>
  userFactorRemovedEvent.of(row, { userId: row.id, factor: removed });
