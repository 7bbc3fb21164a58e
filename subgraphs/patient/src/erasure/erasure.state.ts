import { CommandRefusal } from "@careconnect/kit";
import { registerEnumType } from "type-graphql";

/** How far the erasure of a patient is. */
export enum ErasureStatus {
  REQUESTED = "REQUESTED",
  ORDERED = "ORDERED",
  COMPLETED = "COMPLETED",
  REJECTED = "REJECTED",
  WITHDRAWN = "WITHDRAWN",
}

registerEnumType(ErasureStatus, {
  name: "ErasureStatus",
  description: "How far the erasure of a patient is.",
  valuesConfig: {
    REQUESTED: { description: "Asked for by an administrator; another one has to approve it." },
    ORDERED: { description: "Approved: every part of the system is erasing the patient. Nothing takes it back." },
    COMPLETED: { description: "Every part of the system has erased the patient; the certificate says what went." },
    REJECTED: { description: "Another administrator did not approve it." },
    WITHDRAWN: { description: "Whoever asked for it wants it no more." },
  },
});

export type ErasureStep = "approve" | "reject" | "withdraw" | "complete";

/** The state machine of erasures. */
const steps: Readonly<Record<ErasureStep, { readonly from: ErasureStatus; readonly to: ErasureStatus }>> = {
  approve: { from: ErasureStatus.REQUESTED, to: ErasureStatus.ORDERED },
  reject: { from: ErasureStatus.REQUESTED, to: ErasureStatus.REJECTED },
  withdraw: { from: ErasureStatus.REQUESTED, to: ErasureStatus.WITHDRAWN },
  complete: { from: ErasureStatus.ORDERED, to: ErasureStatus.COMPLETED },
};

/** Where `step` leads from `status`. @throws CommandRefusal when it cannot be taken there */
export function erasureAfter(step: ErasureStep, status: ErasureStatus): ErasureStatus {
  const { from, to } = steps[step];
  if (from !== status)
    throw new CommandRefusal(
      "ILLEGAL_TRANSITION",
      ["id"],
      `This erasure is ${status}: only one that is ${from} can be decided on.`,
    );
  return to;
}
