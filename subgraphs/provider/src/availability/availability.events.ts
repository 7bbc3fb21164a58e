import { type DomainEvent, defineEvent, VisitType } from "@careconnect/kit";
import { z } from "zod";
import type { ProviderRow } from "../provider/provider.entity.ts";
import type { Template } from "./availability.service.ts";
import { Weekday } from "./weekday.enum.ts";

export const availabilityChangedEvent = defineEvent("provider.availability.changed", 1, {
  aggregateType: "Provider",
  description:
    "A provider's weekly hours were set: from `effectiveFrom` on they replace those of that day and of all later ones.",
  payload: z.object({
    providerId: z.uuid(),
    timeZone: z.string().describe("IANA name; the days and times are in it"),
    effectiveFrom: z.iso.date(),
    weekly: z
      .array(
        z.object({
          day: z.enum(Weekday),
          from: z.string().describe("HH:MM"),
          to: z.string().describe("HH:MM, up to 24:00"),
          visitTypes: z.array(z.enum(VisitType)).nullable().describe("null for all"),
        }),
      )
      .describe("empty for no hours"),
  }),
});

export function availabilityChanged(
  provider: ProviderRow,
  { effectiveFrom, weekly }: Template,
  options: { readonly imported?: boolean } = {},
): DomainEvent {
  const { id: providerId, timeZone } = provider;
  return availabilityChangedEvent.of(
    provider,
    {
      providerId,
      timeZone,
      effectiveFrom,
      weekly: weekly.map((hours) => ({ ...hours, visitTypes: hours.visitTypes && [...hours.visitTypes] })),
    },
    options,
  );
}
