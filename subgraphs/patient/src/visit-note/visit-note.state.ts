import { CommandRefusal } from "@careconnect/kit";
import { registerEnumType } from "type-graphql";

/** What has become of a visit note. */
export enum VisitNoteStatus {
  DRAFT = "DRAFT",
  SIGNED = "SIGNED",
  ENTERED_IN_ERROR = "ENTERED_IN_ERROR",
}

const { DRAFT, SIGNED, ENTERED_IN_ERROR } = VisitNoteStatus;

registerEnumType(VisitNoteStatus, {
  name: "VisitNoteStatus",
  description: "What has become of a visit note (FHIR CompositionStatus).",
  valuesConfig: {
    DRAFT: { description: "It is being written (preliminary): its author alone sees and changes it." },
    SIGNED: { description: "It is as its author signed it, for good (final, or amended once it has addenda)." },
    ENTERED_IN_ERROR: { description: "It should not be there; why, `errorReason` says." },
  },
});

type Step = "edit" | "sign" | "amend" | "retract";

interface Transition {
  readonly from: readonly VisitNoteStatus[];
  readonly to: VisitNoteStatus;
}

/** The state machine of notes, which begins with DRAFT. A step that is not here is an ILLEGAL_TRANSITION. */
const transitions: Readonly<Record<Step, Transition>> = {
  edit: { from: [DRAFT], to: DRAFT },
  sign: { from: [DRAFT], to: SIGNED },
  amend: { from: [SIGNED], to: SIGNED },
  retract: { from: [DRAFT, SIGNED], to: ENTERED_IN_ERROR },
};

/** Where `step` leads from `status`. @throws CommandRefusal ILLEGAL_TRANSITION, which names the status */
export function statusAfter(step: Step, status: VisitNoteStatus): VisitNoteStatus {
  const { from, to } = transitions[step];
  if (from.includes(status)) return to;
  const message = `This note is ${status}; this can only be done while it is ${from.join(" or ")}.`;
  throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], message);
}
