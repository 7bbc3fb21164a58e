import {
  anyRecordOf,
  assertMay,
  type Connection,
  connectionOf,
  defineLoader,
  inOrderOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import { readWaitlist, waitlistWithin } from "./waitlist.policy.ts";
import { waitingStatuses } from "./waitlist.status.ts";
import type { WaitlistFilter } from "./waitlist.type.ts";
import { WaitlistEntryRow } from "./waitlist-entry.entity.ts";
import { WaitlistOfferRow } from "./waitlist-offer.entity.ts";

/** Those who wait and whom the viewer may see, who came first first. */
export function listWaitlist(
  context: RequestContext,
  page: PageArgs,
  filter: WaitlistFilter | null | undefined,
): Connection<WaitlistEntryRow> {
  const reach = assertMay(context, readWaitlist);
  const { patientId, providerId, specialty, visitType, status } = filter ?? {};
  return connectionOf(context, WaitlistEntryRow, {
    name: "waitlist",
    where: {
      $and: [
        waitlistWithin(reach),
        { status: { $in: status ?? [...waitingStatuses] } },
        patientId == null ? {} : { patientId: anyRecordOf(context.viewer.organizationId, [knownUuid(patientId)]) },
        providerId == null ? {} : { providerId: knownUuid(providerId) },
        specialty == null ? {} : { specialty },
        visitType == null ? {} : { visitType },
      ],
    },
    orderBy: [
      ["joinedAt", "asc"],
      ["id", "asc"],
    ],
    page,
    audit: { action: "waitlist.list", entityType: "WaitlistEntry" },
  });
}

/** An entry after a change. */
export async function rereadWaitlistEntry(context: RequestContext, id: string): Promise<WaitlistEntryRow | null> {
  const reach = assertMay(context, readWaitlist);
  const row = await context.em.fork().findOne(WaitlistEntryRow, { $and: [{ id }, waitlistWithin(reach)] });
  context.audit.read({ action: readWaitlist.action, entityType: "WaitlistEntry", records: row ? [row] : [] });
  return row;
}

/** What is held for those who wait now, by their entry; whoever sees the entry sees it. */
export const openOfferByEntry = defineLoader<string, WaitlistOfferRow>(async (context, entryIds) => {
  const reach = assertMay(context, readWaitlist);
  const rows = await context.em.fork().find(WaitlistOfferRow, {
    $and: [{ entryId: { $in: [...entryIds] }, outcome: null, expiresAt: { $gt: new Date() } }, waitlistWithin(reach)],
  });
  return inOrderOf(entryIds, rows, ({ entryId }) => String(entryId));
});
