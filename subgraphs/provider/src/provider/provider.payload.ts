import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { templatesByProvider, weeklyHoursInForce } from "../availability/availability.loader.ts";
import { credentialsByProvider, licensedDaysByProvider } from "../credential/credential.loader.ts";
import { exceptionsByProvider } from "../exception/exception.loader.ts";
import { statusChangesByProvider } from "../status/status.loader.ts";
import type { ProviderRow } from "./provider.entity.ts";
import { locationsByProvider, providerById, specialtiesByProvider } from "./provider.loader.ts";
import { readProvider } from "./provider.service.ts";

export interface ProviderPayload {
  readonly provider: ProviderRow | null;
  readonly userErrors: readonly UserError[];
}

/** The provider is read anew, so that a replayed answer shows what may be seen now. */
export async function providerPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<ProviderPayload> {
  const { id, userErrors } = await command;
  if (id === null) return { provider: null, userErrors };
  // An operation may hold several mutations, and a loader would remember what an earlier one has left.
  for (const loader of [
    providerById,
    specialtiesByProvider,
    locationsByProvider,
    weeklyHoursInForce,
    templatesByProvider,
    exceptionsByProvider,
    statusChangesByProvider,
    credentialsByProvider,
    licensedDaysByProvider,
  ]) {
    loader(context).clearAll();
  }
  return { provider: await readProvider(context, id), userErrors };
}
