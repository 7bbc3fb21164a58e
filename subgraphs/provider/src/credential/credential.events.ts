import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { ProviderRow } from "../provider/provider.entity.ts";
import type { LicensedSpan } from "./licensed.days.ts";

export const credentialsChangedEvent = defineEvent("provider.credentials.changed", 1, {
  aggregateType: "Provider",
  description: "A provider's credentials changed: the payload is what follows from them now, never what they are.",
  payload: z.object({
    providerId: z.uuid(),
    licensed: z
      .array(z.object({ from: z.iso.date(), until: z.iso.date().nullable().describe("the last day; null for no end") }))
      .nullable()
      .describe(
        "the days that their medical licences cover, on their own calendar, each without a gap; null when none was ever recorded, which restricts nobody",
      ),
  }),
});

export function credentialsChanged(
  provider: Pick<ProviderRow, "id" | "version">,
  licensed: readonly LicensedSpan[] | null,
): DomainEvent {
  return credentialsChangedEvent.of(provider, {
    providerId: provider.id,
    licensed: licensed && [...licensed],
  });
}
