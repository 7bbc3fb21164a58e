import type { AppointmentRowFragment } from "../../graphql/graphql.ts";
import type { Outcome } from "../../lib/graphql/command.ts";

export type Visits = readonly AppointmentRowFragment[];

/** What became of a command, as the visits that it was about, the first one first. */
export function visitsOutcome<Payload>(
  outcome: Outcome<Payload>,
  visitsOf: (payload: Payload) => Visits,
): Outcome<Visits> {
  return outcome.kind === "done" ? { kind: "done", payload: visitsOf(outcome.payload) } : outcome;
}
