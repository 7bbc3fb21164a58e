import type { Reach } from "@careconnect/kit";
import { registerEnumType } from "type-graphql";

/** Who somebody is in a visit. */
export enum RoomSide {
  PATIENT = "PATIENT",
  PROVIDER = "PROVIDER",
}

registerEnumType(RoomSide, {
  name: "VisitRoomSide",
  description: "Who somebody is in a visit.",
  valuesConfig: {
    PATIENT: { description: "Its patient, who waits until they are let in." },
    PROVIDER: { description: "Its provider, who lets the patient in." },
  },
});

/** As which of its two sides `reach` leads into a visit; undefined for whoever is neither. */
export function sideWithin(
  reach: Reach,
  { patientId, providerId }: { readonly patientId: string; readonly providerId: string },
): RoomSide | undefined {
  for (const way of reach) {
    if (way.relation === "own" && way.providerId === providerId) return RoomSide.PROVIDER;
    if (way.relation === "self" && way.patientIds.includes(patientId)) return RoomSide.PATIENT;
  }
  return undefined;
}
