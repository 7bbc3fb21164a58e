import { invalid, isPlannable, type UserError, withinPlanning } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { type PlannedVisit, requireBookable } from "../booking/booking.guards.ts";
import { isAwaited } from "../booking/booking.status.ts";
import { blockedTime, minute } from "../visit-rules/visit.rule.ts";
import { visitRules } from "../visit-rules/visit-rules.service.ts";
import { isTooLong, recurrenceOf } from "./recurrence.ts";
import { mostOccurrences } from "./rule.parts.ts";
import { conflictsOf, type Placed, type SeriesOf } from "./series.conflict.ts";
import { SeriesScope } from "./series.scope.ts";

/** What the caller wants otherwise than the rule says. */
export interface Change {
  /** When the rule has the visit start. */
  readonly startsAt: Date;
  /** When it is to start instead; null leaves it out, or where it is. */
  readonly moveTo?: Date | null | undefined;
}

/** Visits by a rule: whose, how, from when on. */
export interface Wanted {
  readonly patientId: string;
  readonly providerId: string;
  readonly visitType: PlannedVisit["visitType"];
  readonly startsAt: Date;
  readonly rule: string;
  readonly changes: readonly Change[];
}

/** A visit as it is to be by the rule. */
export interface Occurrence extends Placed {
  /** When the rule has it start. */
  readonly slot: Date;
  /** Which of the caller's changes put it there. */
  readonly change: number | undefined;
  readonly conflict: UserError | null;
}

/** A series as it is. */
export interface ExistingSeries {
  /** All of its visits, in the order of the rule. */
  readonly members: readonly AppointmentRow[];
  /** Those that a change is about: from its first one on. */
  readonly visits: readonly AppointmentRow[];
}

const nothingYet: ExistingSeries = { members: [], visits: [] };

/**
 * The visits that a rule comes to, and why each cannot be. Of visits that there are, the first takes the first time of the
 * rule, and so on: what somebody changed by hand, what was called off and what the rule has no time for stays as it is.
 * @throws CommandRefusal when the rule cannot be worked out or nothing can be booked at all
 */
export async function planSeries(
  em: EntityManager,
  wanted: Wanted,
  { members, visits }: ExistingSeries = nothingYet,
): Promise<{ readonly occurrences: readonly Occurrence[]; readonly timeZone: string }> {
  const { patientId, providerId, visitType } = wanted;
  const fields =
    members.length > 0 ? { patient: "id", provider: "id" } : { patient: "patientId", provider: "providerId" };
  const provider = await requireBookable(em, wanted, fields);
  const recurrence = recurrenceOf(wanted.rule, wanted.startsAt, provider.timeZone);
  if ("problem" in recurrence) throw invalid([recurrence.field], recurrence.problem);
  const rule = (await visitRules(em))[visitType];
  const changes = changesBySlot(wanted.changes, recurrence.starts);

  const places = recurrence.starts.flatMap((slot, index) => {
    const moved = visits[index];
    if (moved && !isMovable(moved)) return [];
    const change = changes.get(slot.getTime());
    const startsAt = change ? (change.moveTo ?? moved?.startsAt) : slot;
    if (!startsAt) return [];
    const length = moved ? moved.endsAt.getTime() - moved.startsAt.getTime() : rule.durationMinutes * minute;
    const time = { startsAt, endsAt: new Date(startsAt.getTime() + length) };
    const visit = { patientId, providerId, visitType, ...time, ...blockedTime(time, rule) };
    return [{ visit, slot, moved, change: change?.index }];
  });
  requireLimits(members, places, provider.timeZone);
  const of: SeriesOf = { patientId, provider, rule };
  const conflicts = await conflictsOf(em, of, places);
  const occurrences = places.map((place, index) => ({ ...place, conflict: conflicts[index] ?? null }));
  return { occurrences, timeZone: provider.timeZone };
}

/** Refuses what would make more of a series, change by change, than can be booked at once. */
function requireLimits(
  members: readonly AppointmentRow[],
  places: readonly Pick<Occurrence, "slot" | "moved" | "visit">[],
  timeZone: string,
): void {
  const added = places.filter(({ moved }) => !moved).length;
  if (members.length + added > mostOccurrences) {
    throw invalid(
      ["rule"],
      `A series has ${mostOccurrences} visits at most, and this one has ${members.length} already: book the others as one of their own.`,
    );
  }
  const changed = new Set(places.flatMap(({ moved }) => moved?.id ?? []));
  const first = members.find(({ id }) => !changed.has(id))?.seriesSlot;
  const last = places.at(-1)?.slot;
  if (places.some(({ visit, moved }) => !isPlannable(visit.startsAt) && !moved))
    throw invalid(["rule"], `Every visit of a series ${withinPlanning}: end the rule earlier.`);
  if (first && last && isTooLong(first, last, timeZone)) {
    throw invalid(["rule"], "A series is over after two years: book what is later as one of its own.");
  }
}

/** Whether somebody still waits for this visit, and its time has not come. */
export function isToCome({ status, startsAt }: AppointmentRow): boolean {
  return isAwaited(status) && startsAt > new Date();
}

/** Whether a change of the series changes this visit: it is to come, and nobody has put it elsewhere. */
function isMovable(visit: AppointmentRow): boolean {
  return isToCome(visit) && visit.startsAt.getTime() === visit.seriesSlot?.getTime();
}

/** The visits that a change in this scope is about, of all visits of the series in their order. */
export function withinScope(
  members: readonly AppointmentRow[],
  named: Pick<AppointmentRow, "id">,
  scope: SeriesScope,
): AppointmentRow[] {
  const first = members.findIndex((row) => (scope === SeriesScope.FOLLOWING ? row.id === named.id : isToCome(row)));
  return first < 0 ? [] : members.slice(first);
}

function changesBySlot(
  changes: readonly Change[],
  starts: readonly Date[],
): ReadonlyMap<number, { readonly index: number; readonly moveTo: Date | null }> {
  const known = new Set(starts.map((start) => start.getTime()));
  const bySlot = new Map<number, { readonly index: number; readonly moveTo: Date | null }>();
  for (const [index, { startsAt, moveTo = null }] of changes.entries()) {
    const slot = startsAt.getTime();
    if (!known.has(slot))
      throw invalid(
        ["changes", String(index), "startsAt"],
        "The rule has no visit at this time: choose one of the preview's.",
      );
    if (bySlot.has(slot)) throw invalid(["changes", String(index), "startsAt"], "This visit is named twice.");
    bySlot.set(slot, { index, moveTo });
  }
  return bySlot;
}
