import { type DomainEvent, defineEvent, VisitType, Weekday } from "@careconnect/kit";
import { z } from "zod";
import type { ExceptionInterval } from "../exception/exception.interval.ts";
import { AvailabilityExceptionKind } from "../exception/exception.kind.ts";
import type { ProviderRow } from "../provider/provider.entity.ts";
import type { Template } from "./availability.service.ts";

export const availabilityChangedEvent = defineEvent("provider.availability.changed", 1, {
  aggregateType: "Provider",
  description:
    "A provider's weekly hours were set, or their leave and extra hours: from `effectiveFrom` on the week replaces those of that day and of all later ones, and `exceptions`, where they are told, all that were told before.",
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
    exceptions: z
      .array(
        z.object({
          kind: z.enum(AvailabilityExceptionKind),
          fromDay: z.iso.date(),
          toDay: z.iso.date().describe("the last day"),
          from: z.string().nullable().describe("HH:MM on each of the days; null for all day"),
          to: z.string().nullable().describe("HH:MM, up to 24:00; null for all day"),
          visitTypes: z.array(z.enum(VisitType)).nullable().describe("what extra hours are for; null for all"),
        }),
      )
      .optional()
      .describe(
        "leave and extra hours that are not over, when they changed: all of them, and leave closes extra hours, too",
      ),
  }),
});

export function availabilityChanged(
  provider: ProviderRow,
  { effectiveFrom, weekly }: Template,
  { exceptions, ...options }: { readonly imported?: boolean; readonly exceptions?: readonly ExceptionInterval[] } = {},
): DomainEvent {
  const { id: providerId, timeZone } = provider;
  return availabilityChangedEvent.of(
    provider,
    {
      providerId,
      timeZone,
      effectiveFrom,
      weekly: weekly.map((hours) => ({ ...hours, visitTypes: hours.visitTypes && [...hours.visitTypes] })),
      ...(exceptions && { exceptions: [...exceptions] }),
    },
    options,
  );
}
