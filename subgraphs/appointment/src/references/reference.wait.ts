import { setTimeout as wait } from "node:timers/promises";
import type { CommandContext } from "@careconnect/kit";

const longestWait = 5_000;
const longestPause = 200;

/**
 * Waits until the events that tell of the patient and of the provider and their hours have arrived, so that whoever
 * was registered a moment ago can be booked; after 5 s at most it leaves the answer to the command. It asks between
 * pauses and holds no connection meanwhile.
 */
export async function awaitReferences(
  context: CommandContext,
  visit: { readonly patientId: string; readonly providerId: string },
): Promise<void> {
  const deadline = performance.now() + longestWait;
  for (let pause = 10; !(await areKnown(context, visit)); pause = Math.min(pause * 2, longestPause)) {
    if (performance.now() + pause > deadline) return;
    await wait(pause);
  }
}

async function areKnown(
  { em, viewer }: CommandContext,
  { patientId, providerId }: { readonly patientId: string; readonly providerId: string },
): Promise<boolean> {
  const [answer] = await em.fork().execute<{ known: boolean }[]>(
    `select exists (select from patient_reference where organization_id = ? and patient_id = ?)
        and exists (select from provider_reference where organization_id = ? and provider_id = ?)
        and exists (select from provider_template where organization_id = ? and provider_id = ?) as known`,
    [viewer.organizationId, patientId, viewer.organizationId, providerId, viewer.organizationId, providerId],
  );
  return answer?.known === true;
}
