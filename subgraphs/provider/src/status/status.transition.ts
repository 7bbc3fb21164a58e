import { CommandRefusal } from "@careconnect/kit";
import { ProviderStatus } from "../provider/provider.status.ts";

export type StatusCommand = "suspendProvider" | "reinstateProvider";

interface StatusTransition {
  readonly command: StatusCommand;
  readonly from: ProviderStatus;
  readonly to: ProviderStatus;
}

/** The state machine of providers. A step that is not here is an ILLEGAL_TRANSITION. */
const transitions: readonly StatusTransition[] = [
  { command: "suspendProvider", from: ProviderStatus.ACTIVE, to: ProviderStatus.SUSPENDED },
  { command: "reinstateProvider", from: ProviderStatus.SUSPENDED, to: ProviderStatus.ACTIVE },
];

/**
 * The status to which `command` leads from `status`.
 * @throws CommandRefusal ILLEGAL_TRANSITION, which names the status
 */
export function statusAfter(command: StatusCommand, status: ProviderStatus): ProviderStatus {
  const steps = transitions.filter((step) => step.command === command);
  const step = steps.find(({ from }) => from === status);
  if (step) return step.to;
  const possible = steps.map(({ from }) => from).join(" or ");
  throw new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This provider is ${status}; this can only be done while they are ${possible}. Read the record again and decide anew.`,
  );
}
