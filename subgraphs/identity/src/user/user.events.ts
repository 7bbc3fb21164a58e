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
