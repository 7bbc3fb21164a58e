import { inEachOrganization, type RecurringTask, runCommand, type UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { roomLeft } from "./room.events.ts";
import { forgetOldSignals, organizationsWithEmptySeats } from "./room.query.ts";
import { isThere, seatOf, seatPatience, vacated } from "./room.seats.ts";
import { RoomSide } from "./room.side.ts";
import { VisitRoomRow } from "./visit-room.entity.ts";

const batchSize = 100;
const clearing = { action: "visit_room.clear", entityType: "VisitRoom" };
/** A signal is fetched at once, or by nobody, in milliseconds. */
const signalAge = 60_000;

/** Says who is gone without taking leave, and removes what is left of rooms that are closed. */
export const roomTask: RecurringTask = {
  name: "visit-rooms",
  everySeconds: 10,
  async run(services) {
    const now = new Date();
    const gone = new Date(now.getTime() - seatPatience);
    await forgetOldSignals(services.orm, new Date(now.getTime() - signalAge));
    const organizationIds = await organizationsWithEmptySeats(services.orm, now, gone);
    await inEachOrganization(services, "visit-rooms", organizationIds, async (context) => {
      let isMore = false;
      for (const work of [removeClosed, emptySeats])
        isMore = (await runCommand(context, clearing, (unit) => work(unit, now, gone))) || isMore;
      return isMore;
    });
  },
};

const skippingLocked = { limit: batchSize, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE } as const;

async function removeClosed(unit: UnitOfWork, now: Date): Promise<boolean> {
  const rooms = await unit.em.find(VisitRoomRow, { closesAt: { $lte: now } }, skippingLocked);
  for (const room of rooms) {
    unit.touch(room.id, room.patientId);
    unit.em.remove(room);
  }
  return rooms.length === batchSize;
}

async function emptySeats(unit: UnitOfWork, now: Date, gone: Date): Promise<boolean> {
  const silent = { $or: [{ patientSeenAt: { $lte: gone } }, { providerSeenAt: { $lte: gone } }] };
  const rooms = await unit.em.find(VisitRoomRow, silent, skippingLocked);
  for (const room of rooms) {
    for (const side of Object.values(RoomSide)) {
      if (seatOf(room, side) === null || isThere(room, side, now)) continue;
      unit.em.assign(room, vacated(side));
      unit.emit(() => roomLeft(room, side));
    }
    unit.touch(room.id, room.patientId);
  }
  return rooms.length === batchSize;
}
