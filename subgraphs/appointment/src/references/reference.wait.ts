import { awaitFact, type CommandContext } from "@careconnect/kit";

/**
 * Waits until the events that tell of the patient and of the provider and their hours have arrived, so that whoever
 * was registered a moment ago can be booked.
 */
export function awaitReferences(
  context: CommandContext,
  visit: { readonly patientId: string; readonly providerId: string },
): Promise<void> {
  return awaitFact(() => areKnown(context, visit));
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
