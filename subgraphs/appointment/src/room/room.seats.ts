import { RoomSide } from "./room.side.ts";
import type { VisitRoomRow } from "./visit-room.entity.ts";

/** How long after the last sign of life of their window somebody is taken to be gone, in milliseconds. */
export const seatPatience = 45_000;

export function otherSide(side: RoomSide): RoomSide {
  return side === RoomSide.PATIENT ? RoomSide.PROVIDER : RoomSide.PATIENT;
}

export function seatOf(room: VisitRoomRow, side: RoomSide): string | null {
  return (side === RoomSide.PATIENT ? room.patientSeat : room.providerSeat) ?? null;
}

export function seenAtOf(room: VisitRoomRow, side: RoomSide): Date | null {
  return (side === RoomSide.PATIENT ? room.patientSeenAt : room.providerSeenAt) ?? null;
}

/** Whose seat it is; undefined when it is nobody's. */
export function sideOfSeat(room: VisitRoomRow, seat: string): RoomSide | undefined {
  return Object.values(RoomSide).find((side) => seatOf(room, side) === seat);
}

/** Whether somebody of that side is there, by their last sign of life. */
export function isThere(room: VisitRoomRow, side: RoomSide, now: Date): boolean {
  const seenAt = seenAtOf(room, side);
  return seenAt !== null && now.getTime() - seenAt.getTime() < seatPatience;
}

/** What `seat` taken by `side`, or seen again at `now`, changes in the room's row. */
export function seated(side: RoomSide, seat: string, now: Date): Partial<VisitRoomRow> {
  return side === RoomSide.PATIENT
    ? { patientSeat: seat, patientSeenAt: now }
    : { providerSeat: seat, providerSeenAt: now };
}

/** What the side's leaving changes: who comes again, waits again. */
export function vacated(side: RoomSide): Partial<VisitRoomRow> {
  return side === RoomSide.PATIENT
    ? { patientSeat: null, patientSeenAt: null, admittedAt: null }
    : { providerSeat: null, providerSeenAt: null };
}
