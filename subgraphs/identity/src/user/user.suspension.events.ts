import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { UserRow } from "./user.entity.ts";

const payload = z.object({ userId: z.uuid() });

export const userSuspendedEvent = defineEvent("user.suspended", 1, {
  aggregateType: "User",
  description: "An administrator closed an account: its sign-ins and access tokens are good no more.",
  payload,
});

export const userReinstatedEvent = defineEvent("user.reinstated", 1, {
  aggregateType: "User",
  description: "An administrator opened a suspended account again.",
  payload,
});

export const userSuspended = (row: UserRow): DomainEvent => userSuspendedEvent.of(row, { userId: row.id });

export const userReinstated = (row: UserRow): DomainEvent => userReinstatedEvent.of(row, { userId: row.id });
