import { VisitType } from "@careconnect/kit";
import { AppointmentStatus } from "../booking/booking.status.ts";
import { roomSettings } from "./room.settings.ts";

const minute = 60_000;

/** What of a visit decides whether it has a room, and when. */
export interface RoomVisit {
  readonly id: string;
  readonly organizationId: string;
  readonly status: AppointmentStatus;
  readonly visitType: VisitType;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The states in which patient and provider are to meet, or do. */
export const meetingStatuses = [
  AppointmentStatus.BOOKED,
  AppointmentStatus.CONFIRMED,
  AppointmentStatus.CHECKED_IN,
  AppointmentStatus.IN_PROGRESS,
] as const;

export function hasRoom({ visitType, status }: RoomVisit): boolean {
  return visitType === VisitType.VIDEO && (meetingStatuses as readonly AppointmentStatus[]).includes(status);
}

export function opensAt({ startsAt }: RoomVisit): Date {
  return new Date(startsAt.getTime() - roomSettings().opensMinutes * minute);
}

/** Long after its end: a visit that began late goes on, and one to which nobody came is over before by its status. */
export function closesAt({ endsAt }: RoomVisit): Date {
  return new Date(endsAt.getTime() + roomSettings().graceMinutes * minute);
}
