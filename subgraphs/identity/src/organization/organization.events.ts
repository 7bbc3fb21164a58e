import { defineEvent } from "@careconnect/kit";
import { z } from "zod";

export const organizationRegistered = defineEvent("organization.registered", 1, {
  aggregateType: "Organization",
  description: "An organization was made: its calendar and totals are in this zone and currency.",
  payload: z.object({
    organizationId: z.uuid(),
    name: z.string().optional().describe("what it calls itself; older events do not say it"),
    timeZone: z.string(),
    currency: z.string(),
  }),
});
