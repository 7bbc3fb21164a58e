import { CommandRefusal, patientsWithin, type Reach } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { careTables } from "../references/care.tables.ts";
import type { AppointmentStatus } from "./booking.status.ts";
import { type Actor, type AppointmentCommand, type Transition, transitions } from "./transition.table.ts";

/** Who sees whom. */
interface Meeting {
  readonly patientId: string;
  readonly providerId: string;
}

/** As what whoever has this reach acts on a visit that is within it: a colleague who is seen is the patient, like anybody. */
export async function actorOf(em: EntityManager, reach: Reach, visit: Meeting): Promise<Actor> {
  const others = reach.filter(({ relation }) => relation !== "self");
  if (others.length === reach.length) return "clinic";
  if (others.some((way) => way.relation === "own" && way.providerId === visit.providerId)) return "clinic";
  const cared = await patientsWithin(em, others, careTables, [visit.patientId]);
  return cared.has(visit.patientId) ? "clinic" : "patient";
}

/** The step that `command` takes from `status` when `who` gives it; undefined when there is none. */
export function stepFrom(
  command: AppointmentCommand,
  status: AppointmentStatus | null,
  who: Actor,
): Transition | undefined {
  return stepsOf(command, who).find(({ from }) => from === status);
}

/**
 * The step that `command` takes from `status` (null: there is no appointment yet) when `who` gives it.
 * @throws CommandRefusal ILLEGAL_TRANSITION, which names the status
 */
export function transitionFor(command: AppointmentCommand, status: AppointmentStatus | null, who: Actor): Transition {
  const found = stepFrom(command, status, who);
  if (found) return found;
  const possible = stepsOf(command, who)
    .map(({ from }) => from)
    .join(" or ");
  throw new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This appointment is ${status}; this can only be done while it is ${possible}. Read it again and decide anew.`,
  );
}

function stepsOf(command: AppointmentCommand, who: Actor): Transition[] {
  return transitions.filter((step) => step.command === command && step.who === who);
}
