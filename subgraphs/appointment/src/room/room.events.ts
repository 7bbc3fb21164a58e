import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import { RoomSide } from "./room.side.ts";
import type { VisitRoomRow } from "./visit-room.entity.ts";

const who = z.object({
  appointmentId: z.uuid(),
  patientId: z.uuid(),
  providerId: z.uuid(),
  side: z.enum(RoomSide).describe("whose doing it was"),
});

function roomEvent(type: string, description: string): EventDefinition<typeof who> {
  return defineEvent(type, 1, { aggregateType: "VisitRoom", description, payload: who });
}

const entered = roomEvent("visit_room.entered", "Somebody came into the room of a video visit; a patient waits there.");
const admitted = roomEvent("visit_room.admitted", "The patient was let in.");
const left = roomEvent("visit_room.left", "Somebody left the room, or was not heard of any more.");
const signalled = roomEvent(
  "visit_room.signalled",
  "One browser told the other how to reach it; what it told is in no event.",
);

/** What is told of rooms: ids alone, never what browsers tell each other. */
export const roomEvents = [entered, admitted, left, signalled] as const;

export const roomEventTypes: readonly string[] = roomEvents.map(({ type }) => type);

export const roomEntered = (room: VisitRoomRow, side: RoomSide): DomainEvent => entered.of(room, whoOf(room, side));

export const roomAdmitted = (room: VisitRoomRow): DomainEvent => admitted.of(room, whoOf(room, RoomSide.PROVIDER));

export const roomLeft = (room: VisitRoomRow, side: RoomSide): DomainEvent => left.of(room, whoOf(room, side));

export const roomSignalled = (room: VisitRoomRow, side: RoomSide): DomainEvent => signalled.of(room, whoOf(room, side));

function whoOf({ appointmentId, patientId, providerId }: VisitRoomRow, side: RoomSide) {
  return { appointmentId: String(appointmentId), patientId, providerId, side };
}
