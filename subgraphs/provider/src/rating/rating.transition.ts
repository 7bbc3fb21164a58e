import { CommandRefusal } from "@careconnect/kit";
import { RatingStatus } from "./rating.status.ts";

const { PENDING, PUBLISHED, REJECTED, WITHDRAWN } = RatingStatus;

export type RatingStep = "keepText" | "changeScore" | "changeText" | "removeText" | "publish" | "reject" | "withdraw";

interface RatingTransition {
  readonly step: RatingStep;
  readonly from: RatingStatus;
  readonly to: RatingStatus;
}

/** The state machine of ratings. A step that is not here is an ILLEGAL_TRANSITION. */
export const ratingTransitions: readonly RatingTransition[] = [
  { step: "keepText", from: PENDING, to: PENDING },
  { step: "keepText", from: PUBLISHED, to: PUBLISHED },
  { step: "keepText", from: REJECTED, to: REJECTED },
  // What was rejected and is not the same any more is decided on again.
  { step: "changeScore", from: PENDING, to: PENDING },
  { step: "changeScore", from: PUBLISHED, to: PUBLISHED },
  { step: "changeScore", from: REJECTED, to: PENDING },
  // Another text is to be read, whatever was decided of the one before.
  { step: "changeText", from: PENDING, to: PENDING },
  { step: "changeText", from: PUBLISHED, to: PENDING },
  { step: "changeText", from: REJECTED, to: PENDING },
  { step: "removeText", from: PENDING, to: PUBLISHED },
  { step: "removeText", from: PUBLISHED, to: PUBLISHED },
  // It may have been rejected for more than its text: that is seen by somebody.
  { step: "removeText", from: REJECTED, to: PENDING },
  { step: "publish", from: PENDING, to: PUBLISHED },
  // A rejection may have been a mistake.
  { step: "publish", from: REJECTED, to: PUBLISHED },
  { step: "reject", from: PENDING, to: REJECTED },
  { step: "reject", from: PUBLISHED, to: REJECTED },
  { step: "withdraw", from: PENDING, to: WITHDRAWN },
  { step: "withdraw", from: PUBLISHED, to: WITHDRAWN },
  { step: "withdraw", from: REJECTED, to: WITHDRAWN },
];

/** The status of a new rating: without a text there is nothing to read. */
export function firstStatus(feedback: string | null): RatingStatus {
  return feedback === null ? PUBLISHED : PENDING;
}

/**
 * The status to which `step` leads from `status`.
 * @throws CommandRefusal ILLEGAL_TRANSITION, which names the status
 */
export function statusAfter(step: RatingStep, status: RatingStatus): RatingStatus {
  const steps = ratingTransitions.filter((one) => one.step === step);
  const found = steps.find(({ from }) => from === status);
  if (found) return found.to;
  const possible = steps.map(({ from }) => from).join(" or ");
  throw new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This rating is ${status}; this can only be done while it is ${possible}. Read it again and decide anew.`,
  );
}
