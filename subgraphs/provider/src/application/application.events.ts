import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { ProviderApplicationRow } from "./application.entity.ts";
import { ProviderApplicationStatus } from "./application.status.ts";

export const applicationChangedEvent = defineEvent("provider.application.changed", 1, {
  aggregateType: "ProviderApplication",
  description: "An application to become a provider was submitted, or took a step; never whose it is.",
  payload: z.object({
    applicationId: z.uuid(),
    status: z.enum(ProviderApplicationStatus),
    providerId: z.uuid().nullable().describe("whom its approval made of it"),
  }),
});

export function applicationChanged(row: ProviderApplicationRow): DomainEvent {
  return applicationChangedEvent.of(row, {
    applicationId: row.id,
    status: row.status,
    providerId: row.providerId ?? null,
  });
}
