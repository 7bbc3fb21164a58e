import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { ApplicationAccessRow } from "./application-access.entity.ts";

const aggregateType = "ApplicationAccess";

const ids = z.object({ accessId: z.uuid(), userId: z.uuid(), clientId: z.uuid() });

export const applicationAllowedEvent = defineEvent("application.access.granted", 1, {
  aggregateType,
  description: "Somebody lets a partner's application act for them, or do more than before.",
  payload: ids.extend({ scopes: z.array(z.string()).describe("all that it may do now") }),
});

export const applicationRevokedEvent = defineEvent("application.access.revoked", 1, {
  aggregateType,
  description: "Somebody took back from a partner's application that it acts for them.",
  payload: ids,
});

export const applicationAllowed = (row: ApplicationAccessRow): DomainEvent =>
  applicationAllowedEvent.of(row, { ...idsOf(row), scopes: row.scopes });

/** Its row is gone: what became of it comes after its last version. */
export const applicationRevoked = (row: ApplicationAccessRow): DomainEvent =>
  applicationRevokedEvent.of({ id: row.id, version: row.version + 1 }, idsOf(row));

function idsOf({ id, userId, clientId }: ApplicationAccessRow) {
  return { accessId: id, userId: String(userId), clientId: String(clientId) };
}
