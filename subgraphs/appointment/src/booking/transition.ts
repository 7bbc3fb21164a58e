import { CommandRefusal, isSelfAlone, type Reach } from "@careconnect/kit";
import type { AppointmentStatus } from "./booking.status.ts";
import { type AppointmentCommand, type Transition, transitions } from "./transition.table.ts";

/**
 * The step that `command` takes from `status` (null: there is no appointment yet) for whoever has this reach.
 * @throws CommandRefusal ILLEGAL_TRANSITION, which names the status
 */
export function transitionFor(command: AppointmentCommand, status: AppointmentStatus | null, reach: Reach): Transition {
  const who = isSelfAlone(reach) ? "patient" : "clinic";
  const steps = transitions.filter((step) => step.command === command && step.who === who);
  const found = steps.find(({ from }) => from === status);
  if (found) return found;
  const possible = steps.map(({ from }) => from).join(" or ");
  throw new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This appointment is ${status}; this can only be done while it is ${possible}. Read it again and decide anew.`,
  );
}
