import { type Reach, type Rule, rowsWithin } from "@careconnect/kit";

/** A video visit is its patient's and its provider's, and nobody else's, whatever they may read of it. */
const ofBothSides = { PROVIDER: "own", PATIENT: "self" } as const;

/** Who may come in sees what happens there. */
export const joinVisitRooms: Rule = {
  action: "visit_room.join",
  may: ofBothSides,
  subjectTo: ["consent", "location"],
};

export const signalInVisitRooms: Rule = {
  action: "visit_room.signal",
  may: ofBothSides,
  subjectTo: ["consent", "location"],
};

export const leaveVisitRooms: Rule = {
  action: "visit_room.leave",
  may: ofBothSides,
  subjectTo: ["consent", "location"],
};

/** Who comes in, the provider decides. */
export const admitToVisitRooms: Rule = {
  action: "visit_room.admit",
  may: { PROVIDER: "own" },
  subjectTo: ["consent", "location"],
};

/** The visits, or their rooms, within `reach`. */
export function roomsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", provider: "providerId" });
}
