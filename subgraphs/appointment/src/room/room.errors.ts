import { CommandRefusal, type ErrorDefinition } from "@careconnect/kit";

export const roomErrors: readonly ErrorDefinition[] = [
  {
    code: "ROOM_LINK_INVALID",
    meaning: "this is no link into a visit's room, or not all of it",
    remedy: "open the visit again, and use the `joinUrl` of its consultation",
  },
  {
    code: "ROOM_LINK_EXPIRED",
    meaning: "the link into the room is too old",
    remedy: "use a new `joinUrl` of the visit's consultation",
  },
  {
    code: "ROOM_NOT_OPEN",
    meaning: "the visit's room opens later (`Consultation.joinableFrom`)",
    remedy: "come again then",
  },
  {
    code: "ROOM_CLOSED",
    meaning: "the visit is over or was called off, or it is none by video",
    remedy: "book another visit",
  },
  {
    code: "SEAT_TAKEN",
    meaning: "the visit was opened in another window meanwhile",
    remedy: "go on there, or join without the old seat: the other window is put out then",
  },
  { code: "NOT_ADMITTED", meaning: "the patient was not let in yet", remedy: "wait until the provider does" },
  { code: "NOBODY_THERE", meaning: "the other side of the visit is not there", remedy: "wait until they come" },
  {
    code: "SIGNAL_LIMIT",
    meaning: "more was signalled in this room than a connection needs",
    remedy: "wait a minute, then connect anew",
  },
];

export function linkInvalid(): CommandRefusal {
  return new CommandRefusal("ROOM_LINK_INVALID", ["link"], "This is no link into a visit: open the visit again.");
}

export function linkExpired(): CommandRefusal {
  return new CommandRefusal("ROOM_LINK_EXPIRED", ["link"], "This link is too old: open the visit again for a new one.");
}

export function notOpen(): CommandRefusal {
  return new CommandRefusal("ROOM_NOT_OPEN", ["link"], "The room of this visit is not open yet: come again later.");
}

export function roomClosed(field: string): CommandRefusal {
  return new CommandRefusal("ROOM_CLOSED", [field], "The room of this visit is closed.");
}

export function seatTaken(): CommandRefusal {
  return new CommandRefusal("SEAT_TAKEN", ["seat"], "This visit was opened in another window: go on there.");
}

export function notAdmitted(): CommandRefusal {
  return new CommandRefusal("NOT_ADMITTED", ["seat"], "The provider lets the patient in: wait until then.");
}

export function nobodyThere(): CommandRefusal {
  return new CommandRefusal("NOBODY_THERE", ["seat"], "Nobody is there on the other side: wait until they come.");
}

export function signalLimit(): CommandRefusal {
  return new CommandRefusal("SIGNAL_LIMIT", ["seat"], "Too much was signalled at once: wait a minute, then try again.");
}
