import { assertMay, type RequestContext } from "@careconnect/kit";
import { licensedDaysByProvider } from "../credential/credential.loader.ts";
import { exceptionOf } from "../exception/exception.interval.ts";
import { exceptionsByProvider } from "../exception/exception.loader.ts";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { ProviderStatus } from "../provider/provider.status.ts";
import { templatesByProvider } from "./availability.loader.ts";
import { readAvailability } from "./availability.policy.ts";

/**
 * All that decides when a provider works, who has no hours unless they are active, as JSON in the words of
 * `provider.availability.changed` and `provider.credentials.changed`.
 */
export async function availabilityState(
  context: RequestContext,
  { id, timeZone, status }: Pick<ProviderRow, "id" | "timeZone" | "status">,
): Promise<string> {
  assertMay(context, readAvailability);
  if (status !== ProviderStatus.ACTIVE) return JSON.stringify({ timeZone, templates: [], exceptions: [] });
  const [templates, exceptions, licensed] = await Promise.all([
    templatesByProvider(context).load(id),
    exceptionsByProvider(context).load(id),
    licensedDaysByProvider(context).load(id),
  ]);
  return JSON.stringify({
    ...{ timeZone, templates: templates ?? [], exceptions: (exceptions ?? []).map(exceptionOf), licensed },
  });
}
