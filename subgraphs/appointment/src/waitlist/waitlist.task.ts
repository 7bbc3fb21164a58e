import { inEachOrganization, type RecurringTask, runCommand, type UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { freeSlot } from "./freed.slots.ts";
import { FreedSlotRow } from "./freed-slot.entity.ts";
import { lockFreedSlot, organizationsWithWork } from "./offer.query.ts";
import { waitlistExpired } from "./waitlist.events.ts";
import { noteExpired, offerTime } from "./waitlist.offering.ts";
import { WaitlistStatus } from "./waitlist.status.ts";
import { WaitlistEntryRow } from "./waitlist-entry.entity.ts";
import { WaitlistOfferRow } from "./waitlist-offer.entity.ts";

const batchSize = 100;
const advancing = { action: "waitlist.advance", entityType: "WaitlistEntry" };

/** Notes which offers have expired and who waited in vain, and offers what became free to the next whom it fits. */
export const waitlistTask: RecurringTask = {
  name: "waitlist",
  everySeconds: 5,
  async run(services) {
    const now = new Date();
    // Freed times that were looked at and could not be decided: they are left until the task runs again.
    const undecided: string[] = [];
    const organizationIds = await organizationsWithWork(services.orm, now);
    await inEachOrganization(services, "waitlist", organizationIds, async (context) => {
      let isMore = false;
      for (const work of [expireOffers, endWaiting, offerFreed]) {
        isMore = (await runCommand(context, advancing, (unit) => work(unit, { now, undecided }))) || isMore;
      }
      return isMore;
    });
  },
};

interface Run {
  readonly now: Date;
  readonly undecided: string[];
}

const skippingLocked = { limit: batchSize, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE } as const;

async function expireOffers(unit: UnitOfWork, { now }: Run): Promise<boolean> {
  const offers = await unit.em.find(WaitlistOfferRow, { outcome: null, expiresAt: { $lte: now } }, skippingLocked);
  await noteExpired(unit, offers);
  for (const offer of offers) freeSlot(unit.em, offer);
  return offers.length === batchSize;
}

async function endWaiting(unit: UnitOfWork, { now }: Run): Promise<boolean> {
  const over = { status: WaitlistStatus.WAITING, until: { $lte: now } };
  const entries = await unit.em.find(WaitlistEntryRow, over, skippingLocked);
  for (const entry of entries) {
    entry.status = WaitlistStatus.EXPIRED;
    unit.emit(() => waitlistExpired(entry, null));
    unit.touch(entry.id);
  }
  return entries.length === batchSize;
}

async function offerFreed(unit: UnitOfWork, { undecided }: Run): Promise<boolean> {
  const time = await lockFreedSlot(unit.em, undecided);
  if (!time) return false;
  if (await offerTime(unit, time)) undecided.push(time.id);
  else await unit.em.nativeDelete(FreedSlotRow, { id: time.id });
  return true;
}
