import { type RequestContext, reachOf } from "@careconnect/kit";
import { statusChangesByProvider } from "./status.loader.ts";
import { readStatusHistory } from "./status.policy.ts";
import type { ProviderStatusChangeRow } from "./status-change.entity.ts";

/** How a provider came to the status that they have, the latest step first; null for who may not see it. */
export async function listStatusChanges(
  context: RequestContext,
  providerId: string,
): Promise<ProviderStatusChangeRow[] | null> {
  const reach = reachOf(context.viewer, readStatusHistory);
  const isSeen = reach.some(
    (way) => way.relation === "organization" || ("providerId" in way && way.providerId === providerId),
  );
  return isSeen ? statusChangesByProvider(context).load(providerId) : null;
}
