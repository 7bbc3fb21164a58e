import { assertMay, defineLoader, groupedInOrderOf } from "@careconnect/kit";
import { readStatusHistory, statusChangesWithin } from "./status.policy.ts";
import { ProviderStatusChangeRow } from "./status-change.entity.ts";

/** The histories of providers, the latest step first. */
export const statusChangesByProvider = defineLoader<string, ProviderStatusChangeRow[]>(async (context, providerIds) => {
  const reach = assertMay(context, readStatusHistory);
  const rows = await context.em
    .fork()
    .find(
      ProviderStatusChangeRow,
      { $and: [{ providerId: { $in: [...providerIds] } }, statusChangesWithin(reach)] },
      { orderBy: [{ changedAt: "desc" }, { id: "desc" }] },
    );
  return groupedInOrderOf(providerIds, rows, ({ providerId }) => String(providerId));
});
