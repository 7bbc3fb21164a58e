import { randomUUID } from "node:crypto";
import { type CommandUnit, defineCommand, knownUuid, notFound, type Reach } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { AppointmentRow } from "../booking/booking.entity.ts";
import {
  linkExpired,
  linkInvalid,
  nobodyThere,
  notAdmitted,
  notOpen,
  roomClosed,
  seatTaken,
  signalLimit,
} from "./room.errors.ts";
import { roomAdmitted, roomEntered, roomLeft, roomSignalled } from "./room.events.ts";
import { closesAt, hasRoom, opensAt } from "./room.hours.ts";
import { readLink } from "./room.link.ts";
import { admitToVisitRooms, joinVisitRooms, leaveVisitRooms, roomsWithin, signalInVisitRooms } from "./room.policy.ts";
import { isThere, otherSide, seated, seatOf, sideOfSeat, vacated } from "./room.seats.ts";
import { RoomSide, sideWithin } from "./room.side.ts";
import { VisitRoomRow } from "./visit-room.entity.ts";
import { VisitSignalRow } from "./visit-signal.entity.ts";

const seat = z.string().transform(knownUuid);
const longestLink = 1_000;
const longestSignal = 16_384;
/** Signals that may wait for somebody, and that may be sent in a minute: a connection takes about ten. */
const mostWaiting = 50;
const mostInMinute = 120;
const minute = 60_000;

/** Goes into the room as the side that the link says: whoever has been there from another window is put out. */
export const joinVisitRoom = defineCommand({
  name: "joinVisitRoom",
  rule: joinVisitRooms,
  entityType: "VisitRoom",
  schema: z.object({
    link: z.string().min(1, "must not be empty").max(longestLink, `must have ${longestLink} characters at most`),
    seat: seat.nullish(),
  }),
  async run(unit, body, context, reach) {
    const now = new Date();
    const link = readLink(body.link);
    if (!link) throw linkInvalid();
    if (link.organizationId !== context.viewer.organizationId) throw notFound("link");
    const visit = await lockVisit(unit, link.appointmentId, link.side, reach);
    if (link.expiresAt <= now) throw linkExpired();
    if (!hasRoom(visit) || closesAt(visit) <= now) throw roomClosed("link");
    if (opensAt(visit) > now) throw notOpen();

    const room = await openRoom(unit, visit);
    const taken = seatOf(room, link.side);
    if (body.seat != null && taken !== null && taken !== body.seat && isThere(room, link.side, now)) throw seatTaken();
    const kept = body.seat != null && taken === body.seat;
    unit.em.assign(room, seated(link.side, kept ? taken : randomUUID(), now));
    if (kept) return room.id;
    // What the other browser told the former window, this one cannot use.
    await forgetSignals(unit, room);
    unit.emit(() => roomEntered(room, link.side));
    return room.id;
  },
});

/** The provider lets the patient in, who waits. */
export const admitToVisitRoom = defineCommand({
  name: "admitToVisitRoom",
  rule: admitToVisitRooms,
  entityType: "VisitRoom",
  schema: z.object({ seat }),
  async run(unit, body, _context, reach) {
    const { room, side } = await lockRoom(unit, body.seat, reach);
    if (side !== RoomSide.PROVIDER) throw notFound("seat");
    if (seatOf(room, RoomSide.PATIENT) === null) throw nobodyThere();
    // Of two who let them in at once, the second finds it done.
    if (room.admittedAt != null) return room.id;
    room.admittedAt = new Date();
    unit.emit(() => roomAdmitted(room));
    return room.id;
  },
});

/** Leaves something for the browser on the other side, which is told of it and then forgets it. */
export const sendVisitSignal = defineCommand({
  name: "sendVisitSignal",
  rule: signalInVisitRooms,
  entityType: "VisitRoom",
  schema: z.object({
    seat,
    payload: z
      .string()
      .min(1, "must not be empty")
      .max(longestSignal, `must have ${longestSignal.toLocaleString("en")} characters at most`),
  }),
  async run(unit, body, _context, reach) {
    const { room, side } = await lockRoom(unit, body.seat, reach);
    if (room.admittedAt == null) throw notAdmitted();
    const addressee = seatOf(room, otherSide(side));
    if (addressee === null) throw nobodyThere();
    countSignal(room, new Date());
    if ((await unit.em.count(VisitSignalRow, { roomId: room.id, seat: addressee })) >= mostWaiting) throw signalLimit();
    unit.em.create(VisitSignalRow, { roomId: room.id, seat: addressee, payload: body.payload } as never);
    unit.emit(() => roomSignalled(room, side));
    return room.id;
  },
});

export const leaveVisitRoom = defineCommand({
  name: "leaveVisitRoom",
  rule: leaveVisitRooms,
  entityType: "VisitRoom",
  schema: z.object({ seat }),
  async run(unit, body, _context, reach) {
    const { room, side } = await lockRoom(unit, body.seat, reach);
    unit.em.assign(room, vacated(side));
    await forgetSignals(unit, room);
    unit.emit(() => roomLeft(room, side));
    return room.id;
  },
});

/** The visit, locked: of two who are the first to come, the second finds the room. */
async function lockVisit(unit: CommandUnit, id: string, side: RoomSide, reach: Reach): Promise<AppointmentRow> {
  const visit = await unit.em.findOne(
    AppointmentRow,
    { $and: [{ id }, roomsWithin(reach)] },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!visit || sideWithin(reach, visit) !== side) throw notFound("link");
  return visit;
}

async function openRoom(unit: CommandUnit, visit: AppointmentRow): Promise<VisitRoomRow> {
  const { id: appointmentId, patientId, providerId } = visit;
  const known = await unit.em.findOne(VisitRoomRow, { appointmentId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const room = known ?? unit.em.create(VisitRoomRow, { appointmentId, patientId, providerId } as never);
  room.closesAt = closesAt(visit);
  unit.touch(room.id, patientId);
  return room;
}

/** The room in which `seat` is the caller's own, locked, and who they are in it. */
async function lockRoom(
  unit: CommandUnit,
  seat: string,
  reach: Reach,
): Promise<{ readonly room: VisitRoomRow; readonly side: RoomSide }> {
  const room = await unit.em.findOne(
    VisitRoomRow,
    { $and: [{ $or: [{ patientSeat: seat }, { providerSeat: seat }] }, roomsWithin(reach)] },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const side = room && sideOfSeat(room, seat);
  if (!room || !side || sideWithin(reach, room) !== side) throw notFound("seat");
  unit.touch(room.id, room.patientId);
  const now = new Date();
  const visit = await unit.em.findOneOrFail(AppointmentRow, { id: room.appointmentId });
  // Called off, completed or moved to another time meanwhile.
  if (room.closesAt <= now || !hasRoom(visit) || opensAt(visit) > now) throw roomClosed("seat");
  return { room, side };
}

function countSignal(room: VisitRoomRow, now: Date): void {
  if (now.getTime() - room.signalsFrom.getTime() >= minute) {
    room.signalsFrom = now;
    room.signals = 0;
  }
  if (room.signals >= mostInMinute) throw signalLimit();
  room.signals += 1;
}

/** Whoever comes or goes ends the connection: what was said of it is of no use to either side. */
async function forgetSignals({ em }: CommandUnit, room: VisitRoomRow): Promise<void> {
  await em.nativeDelete(VisitSignalRow, { roomId: room.id });
}
