import { CommandRefusal } from "@careconnect/kit";
import { registerEnumType } from "type-graphql";

/** What has become of a prescription. */
export enum MedicationRequestStatus {
  ACTIVE = "ACTIVE",
  COMPLETED = "COMPLETED",
  CANCELLED = "CANCELLED",
}

registerEnumType(MedicationRequestStatus, {
  name: "MedicationRequestStatus",
  description: "What has become of a prescription (FHIR MedicationRequestStatus).",
  valuesConfig: {
    ACTIVE: { description: "It holds; within which days, its validity says." },
    COMPLETED: { description: "All that was prescribed was given." },
    CANCELLED: { description: "It was withdrawn; why, `cancelReason` says." },
  },
});

type Step = "complete" | "cancel";

interface Transition {
  readonly from: MedicationRequestStatus;
  readonly to: MedicationRequestStatus;
}

/** The state machine of prescriptions, which begins with ACTIVE. A step that is not here is an ILLEGAL_TRANSITION. */
const transitions: Readonly<Record<Step, Transition>> = {
  complete: { from: MedicationRequestStatus.ACTIVE, to: MedicationRequestStatus.COMPLETED },
  cancel: { from: MedicationRequestStatus.ACTIVE, to: MedicationRequestStatus.CANCELLED },
};

/** Where `step` leads from `status`. @throws CommandRefusal ILLEGAL_TRANSITION, which names the status */
export function statusAfter(step: Step, status: MedicationRequestStatus): MedicationRequestStatus {
  const { from, to } = transitions[step];
  if (status === from) return to;
  const message = `This prescription is ${status}; this can only be done while it is ${from}.`;
  throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], message);
}
