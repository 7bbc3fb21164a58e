import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { ClientRow } from "./client.entity.ts";

const aggregateType = "Client";

const payload = z.object({ clientId: z.uuid() });

export const clientCreatedEvent = defineEvent("client.created", 1, {
  aggregateType,
  description:
    "A partner's client may get access tokens now: a machine for itself, an application for people who let it.",
  payload: payload.extend({ scopes: z.array(z.string()) }),
});

export const clientSecretRotatedEvent = defineEvent("client.secret-rotated", 1, {
  aggregateType,
  description: "A partner's client has a new secret; the one before is good for a day.",
  payload,
});

export const clientRevokedEvent = defineEvent("client.revoked", 1, {
  aggregateType,
  description:
    "A partner's client gets no access tokens any more, and those that it has are refused, those for people, too.",
  payload,
});

export const clientCreated = (row: ClientRow): DomainEvent =>
  clientCreatedEvent.of(row, { clientId: row.id, scopes: row.scopes });

export const clientSecretRotated = (row: ClientRow): DomainEvent =>
  clientSecretRotatedEvent.of(row, { clientId: row.id });

export const clientRevoked = (row: ClientRow): DomainEvent => clientRevokedEvent.of(row, { clientId: row.id });
