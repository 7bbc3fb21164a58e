import { CommandRefusal } from "@careconnect/kit";
import { ProviderApplicationStatus } from "./application.status.ts";

const { SUBMITTED, IN_REVIEW, MORE_INFORMATION_REQUESTED, APPROVED, REJECTED, WITHDRAWN } = ProviderApplicationStatus;

export type ApplicationCommand =
  | "startProviderApplicationReview"
  | "requestProviderApplicationInformation"
  | "resubmitProviderApplication"
  | "approveProviderApplication"
  | "rejectProviderApplication"
  | "withdrawProviderApplication"
  | "lapseProviderApplication";

interface ApplicationTransition {
  readonly command: ApplicationCommand;
  readonly from: ProviderApplicationStatus;
  readonly to: ProviderApplicationStatus;
  /** `another`: somebody who has not submitted it themselves; `clock`: nobody, when the time is over. */
  readonly by: "anybody" | "another" | "clock";
}

/** The state machine of applications, which begins with SUBMITTED. A step that is not here is an ILLEGAL_TRANSITION. */
const transitions: readonly ApplicationTransition[] = [
  { command: "startProviderApplicationReview", from: SUBMITTED, to: IN_REVIEW, by: "another" },
  { command: "requestProviderApplicationInformation", from: IN_REVIEW, to: MORE_INFORMATION_REQUESTED, by: "another" },
  { command: "resubmitProviderApplication", from: MORE_INFORMATION_REQUESTED, to: SUBMITTED, by: "anybody" },
  { command: "approveProviderApplication", from: IN_REVIEW, to: APPROVED, by: "another" },
  { command: "rejectProviderApplication", from: IN_REVIEW, to: REJECTED, by: "another" },
  { command: "withdrawProviderApplication", from: SUBMITTED, to: WITHDRAWN, by: "anybody" },
  { command: "withdrawProviderApplication", from: IN_REVIEW, to: WITHDRAWN, by: "anybody" },
  { command: "withdrawProviderApplication", from: MORE_INFORMATION_REQUESTED, to: WITHDRAWN, by: "anybody" },
  { command: "lapseProviderApplication", from: MORE_INFORMATION_REQUESTED, to: WITHDRAWN, by: "clock" },
];

/**
 * The step that `command` takes from `status`.
 * @throws CommandRefusal ILLEGAL_TRANSITION, which names the status
 */
export function stepFrom(command: ApplicationCommand, status: ProviderApplicationStatus): ApplicationTransition {
  const steps = transitions.filter((step) => step.command === command);
  const step = steps.find(({ from }) => from === status);
  if (step) return step;
  const possible = steps.map(({ from }) => from).join(" or ");
  throw new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This application is ${status}; this can only be done while it is ${possible}. Read it again and decide anew.`,
  );
}
