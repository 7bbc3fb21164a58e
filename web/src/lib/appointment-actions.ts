import type { AppointmentStatus, VisitType } from "../graphql/graphql.ts";
import { dayInZone } from "./format/zoned-time.ts";
import { audienceOf, type ViewerFacts } from "./viewer.ts";

export const appointmentActions = ["join", "confirm", "checkIn", "start", "complete", "reschedule", "cancel"] as const;

export type AppointmentAction = (typeof appointmentActions)[number];

/** `clinic`: whoever works there. `itsProvider`: the one whose visit it is. `patient`: whoever has no other part in it. */
type Actor = "clinic" | "nurse" | "itsProvider" | "patient";

/**
 * `itsDay`: patients arrive on the day of the visit, or when it is `due`. `due`: its time has come, or will within the hour. `openRoom`: that, and
 * it is by video; the room's page says when exactly it opens.
 */
type Condition = "itsDay" | "due" | "notBegun" | "openRoom";

interface Step {
  readonly action: AppointmentAction;
  readonly who: Actor;
  readonly from: readonly AppointmentStatus[];
  readonly when?: Condition;
}

// As the server's state machine has it, which decides in any case: here it only spares people what it would refuse.
const steps: readonly Step[] = [
  { action: "join", who: "itsProvider", from: ["BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS"], when: "openRoom" },
  { action: "join", who: "patient", from: ["BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS"], when: "openRoom" },
  { action: "confirm", who: "clinic", from: ["REQUESTED", "BOOKED"] },
  { action: "checkIn", who: "clinic", from: ["BOOKED", "CONFIRMED", "NO_SHOW"], when: "itsDay" },
  { action: "start", who: "nurse", from: ["BOOKED", "CONFIRMED", "CHECKED_IN"], when: "due" },
  { action: "start", who: "itsProvider", from: ["BOOKED", "CONFIRMED", "CHECKED_IN"], when: "due" },
  { action: "complete", who: "itsProvider", from: ["IN_PROGRESS"] },
  { action: "reschedule", who: "clinic", from: ["BOOKED", "CONFIRMED"] },
  { action: "reschedule", who: "patient", from: ["BOOKED", "CONFIRMED"], when: "notBegun" },
  { action: "cancel", who: "clinic", from: ["REQUESTED", "BOOKED", "CONFIRMED", "CHECKED_IN"] },
  { action: "cancel", who: "patient", from: ["REQUESTED", "BOOKED", "CONFIRMED"], when: "notBegun" },
];

interface Subject {
  readonly status: AppointmentStatus;
  readonly visitType: VisitType;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly provider: { readonly id: string; readonly timeZone: string } | null;
}

interface Circumstances {
  readonly viewer: Pick<ViewerFacts, "roles" | "providerId">;
  readonly now: Date;
  /** The clinic's zone: that of the days of a provider whose own is not available. */
  readonly timeZone: string;
}

/** What the viewer can do with an appointment now, in the order of {@link appointmentActions}. */
export function allowedActions(appointment: Subject, circumstances: Circumstances): readonly AppointmentAction[] {
  const actors = actorsOf(appointment, circumstances.viewer);
  const possible = new Set(
    steps
      .filter(({ who, from }) => actors.has(who) && from.includes(appointment.status))
      .filter(({ when }) => when === undefined || conditions[when](appointment, circumstances))
      .map(({ action }) => action),
  );
  return appointmentActions.filter((action) => possible.has(action));
}

function actorsOf({ provider }: Subject, { roles, providerId }: Circumstances["viewer"]): ReadonlySet<Actor> {
  const actors = new Set<Actor>();
  const audience = audienceOf(roles);
  if (audience !== "none") {
    actors.add(audience === "staff" ? "clinic" : "patient");
  }
  if (roles.includes("NURSE")) {
    actors.add("nurse");
  }
  if (roles.includes("PROVIDER") && providerId !== null && provider?.id === providerId) {
    actors.add("itsProvider");
  }
  return actors;
}

/** How long before its time a visit may begin, in milliseconds. */
const earliness = 3_600_000;

/** How long after its end a room may be open still, in milliseconds. */
const lateness = 4 * 3_600_000;

type Test = (visit: Subject, at: Pick<Circumstances, "now" | "timeZone">) => boolean;

const isDue: Test = ({ startsAt }, { now }) => Date.parse(startsAt) - now.getTime() <= earliness;

const conditions: Readonly<Record<Condition, Test>> = {
  // There is no end to it: who had come, and nobody noted it, is checked in the next day.
  itsDay: (visit, { now, timeZone }) => {
    const wall = visit.provider?.timeZone ?? timeZone;
    return dayInZone(visit.startsAt, wall) <= dayInZone(now, wall) || isDue(visit, { now, timeZone });
  },
  due: isDue,
  notBegun: ({ startsAt }, { now }) => new Date(startsAt) > now,
  openRoom: (visit, at) =>
    visit.visitType === "VIDEO" && isDue(visit, at) && at.now.getTime() - Date.parse(visit.endsAt) <= lateness,
};
