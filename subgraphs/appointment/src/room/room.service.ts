import { assertMay, type Reach, type RequestContext, reachOf } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { iceServersFor } from "./ice.servers.ts";
import { closesAt, hasRoom, opensAt } from "./room.hours.ts";
import { joinVisitRooms, roomsWithin } from "./room.policy.ts";
import { isThere, otherSide, seated, seatOf, sideOfSeat } from "./room.seats.ts";
import { type RoomSide, sideWithin } from "./room.side.ts";
import type { VisitRoom, VisitRoomChange } from "./room.type.ts";
import { videoRoom } from "./video.room.ts";
import { VisitRoomRow } from "./visit-room.entity.ts";
import { VisitSignalRow } from "./visit-signal.entity.ts";

/** Where the viewer goes to meet the other side of the visit; null when they are neither side, and while it is not open. */
export function joinUrlOf(context: RequestContext, visit: AppointmentRow): string | null {
  const side = sideWithin(reachOf(context.viewer, joinVisitRooms), visit);
  const now = new Date();
  if (!side || !hasRoom(visit) || opensAt(visit) > now || closesAt(visit) <= now) return null;
  return videoRoom()(visit, side, now);
}

/** The room as the viewer, who is one side of it, sees it; null for everybody else. */
export async function readRoom(context: RequestContext, id: string): Promise<VisitRoom | null> {
  const reach = assertMay(context, joinVisitRooms);
  const room = await context.em.fork().findOne(VisitRoomRow, { $and: [{ id }, roomsWithin(reach)] });
  return room && roomSeenBy(reach, room);
}

function roomSeenBy(reach: Reach, room: VisitRoomRow): VisitRoom | null {
  const side = sideWithin(reach, room);
  if (!side) return null;
  const seat = seatOf(room, side);
  return {
    side,
    seat,
    peer: isThere(room, otherSide(side), new Date()) ? seatOf(room, otherSide(side)) : null,
    admitted: room.admittedAt != null,
    closesAt: room.closesAt,
    iceServers: seat === null ? [] : iceServersFor(seat, room.closesAt),
  };
}

/** A seat that is followed. */
export interface FollowedSeat {
  readonly roomId: string;
  readonly side: RoomSide;
  readonly seat: string;
}

/** The room in which `seat` is the viewer's; undefined when there is none. */
export async function findSeat(context: RequestContext, seat: string): Promise<FollowedSeat | undefined> {
  const reach = assertMay(context, joinVisitRooms);
  const room = await context.em
    .fork()
    .findOne(VisitRoomRow, { $and: [{ $or: [{ patientSeat: seat }, { providerSeat: seat }] }, roomsWithin(reach)] });
  const side = room && sideOfSeat(room, seat);
  if (!room || !side || sideWithin(reach, room) !== side) return undefined;
  return { roomId: room.id, side, seat };
}

/** How the room is now, with what the other browser told the seat; null when it is not the viewer's, or closed. */
export async function changeSeenFrom(
  context: RequestContext,
  { roomId, seat }: FollowedSeat,
): Promise<VisitRoomChange | null> {
  const room = await readRoom(context, roomId);
  return room && { room, signals: room.seat === seat ? await takeSignals(context, roomId, seat) : [] };
}

/** What was sent to the seat, which is forgotten with that. */
async function takeSignals({ em }: RequestContext, roomId: string, seat: string): Promise<string[]> {
  return em.fork().transactional(async (unit) => {
    const rows = await unit.find(
      VisitSignalRow,
      { roomId, seat },
      { orderBy: { sentAt: "asc", id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (rows.length > 0) await unit.nativeDelete(VisitSignalRow, { id: { $in: rows.map(({ id }) => id) } });
    return rows.flatMap(({ payload }) => payload ?? []);
  });
}

/** Notes that the window of the seat is open still. */
export async function noteSeen({ em }: RequestContext, { roomId, side, seat }: FollowedSeat): Promise<void> {
  const now = new Date();
  const ofSeat = side === "PATIENT" ? { patientSeat: seat } : { providerSeat: seat };
  await em.fork().nativeUpdate(VisitRoomRow, { id: roomId, ...ofSeat }, seated(side, seat, now));
}
