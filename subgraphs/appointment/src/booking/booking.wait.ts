import type { CommandContext, Reach } from "@careconnect/kit";
import { awaitReferences } from "../references/reference.wait.ts";
import { reaches } from "./booking.addition.ts";

/**
 * What comes before a booking: whoever was registered a moment ago is waited for. What a patient may not see is not: they
 * are told at once.
 */
export async function awaitVisit(
  context: CommandContext,
  body: { readonly patientId: string; readonly providerId: string },
  reach: Reach,
): Promise<void> {
  if (await reaches(context.em.fork(), reach, body.patientId)) await awaitReferences(context, body);
}
