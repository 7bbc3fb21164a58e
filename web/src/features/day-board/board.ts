import type { AppointmentStatus, DayBoardQuery } from "../../graphql/graphql.ts";
import { addDays } from "../../lib/format/calendar-date.ts";
import { dayInZone, startOfDay } from "../../lib/format/zoned-time.ts";

const hour = 3_600_000;

/** The day, and whoever is seen around its midnight: two hours back and ahead, in whole hours so that it seldom changes. */
export function boardPeriod(now: Date, timeZone: string): { readonly from: string; readonly to: string } {
  const today = dayInZone(now, timeZone);
  const from = Math.min(startOfDay(today, timeZone).getTime(), Math.floor(now.getTime() / hour - 2) * hour);
  const to = Math.max(startOfDay(addDays(today, 1), timeZone).getTime(), Math.ceil(now.getTime() / hour + 2) * hour);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

export type BoardVisit = NonNullable<DayBoardQuery["appointments"]>["nodes"][number];

/** Where a visit stands on the board, in the order in which a visit goes through it. */
export const boardStates = ["toCome", "waiting", "inProgress", "done", "missed"] as const;

export type BoardState = (typeof boardStates)[number];

const stateOf: Readonly<Record<AppointmentStatus, BoardState | null>> = {
  REQUESTED: "toCome",
  BOOKED: "toCome",
  CONFIRMED: "toCome",
  CHECKED_IN: "waiting",
  IN_PROGRESS: "inProgress",
  FULFILLED: "done",
  NO_SHOW: "missed",
  // What was called off takes nobody's time.
  CANCELLED: null,
};

export function boardStateOf({ status }: { readonly status: AppointmentStatus }): BoardState | null {
  return stateOf[status];
}

/** A provider's visits of the day. The provider is null where their name is not available. */
export interface Lane {
  readonly key: string;
  readonly provider: BoardVisit["provider"];
  /** Those that are shown. */
  readonly visits: readonly BoardVisit[];
  /** How many are not over, shown or not. */
  readonly left: number;
}

const over: ReadonlySet<BoardState> = new Set(["done", "missed"]);

/** One lane for each provider who sees somebody today: the reader's own first, then by name. */
export function lanesOf(
  visits: readonly BoardVisit[],
  shown: (state: BoardState) => boolean,
  { own, locale }: { readonly own: string | null; readonly locale: string },
): readonly Lane[] {
  const lanes = new Map<string, { provider: BoardVisit["provider"]; visits: BoardVisit[]; left: number }>();
  for (const visit of visits) {
    const state = boardStateOf(visit);
    if (state === null) {
      continue;
    }
    const key = visit.provider?.id ?? "";
    const lane = lanes.get(key) ?? { provider: visit.provider, visits: [], left: 0 };
    if (shown(state)) {
      lane.visits.push(visit);
    }
    lane.left += over.has(state) ? 0 : 1;
    lanes.set(key, lane);
  }
  const order = new Intl.Collator(locale);
  const familyName = (name: string | undefined) => name?.split(" ").at(-1) ?? "\uffff";
  return [...lanes]
    .map(([key, lane]) => ({ key, ...lane }))
    .filter((lane) => lane.visits.length > 0)
    .sort(
      (left, right) =>
        Number(right.key === own) - Number(left.key === own) ||
        order.compare(familyName(left.provider?.fullName), familyName(right.provider?.fullName)),
    );
}

export function countStates(visits: readonly BoardVisit[]): Readonly<Record<BoardState, number>> {
  const counts = { toCome: 0, waiting: 0, inProgress: 0, done: 0, missed: 0 };
  for (const visit of visits) {
    const state = boardStateOf(visit);
    if (state !== null) {
      counts[state] += 1;
    }
  }
  return counts;
}

/** When a visit came into the state that it has; null where nobody has told. */
export function stateSince({ status, statusHistory }: Pick<BoardVisit, "status" | "statusHistory">): string | null {
  return (
    statusHistory
      ?.filter(({ to }) => to === status)
      .map(({ changedAt }) => changedAt)
      .sort()
      .at(-1) ?? null
  );
}

/** Whole minutes by which a visit that should have begun has not; null where it need not have. */
export function minutesLate({ status, startsAt }: Pick<BoardVisit, "status" | "startsAt">, now: Date): number | null {
  if (!["BOOKED", "CONFIRMED", "CHECKED_IN"].includes(status)) {
    return null;
  }
  const late = Math.floor((now.getTime() - Date.parse(startsAt)) / 60_000);
  return late > 0 ? late : null;
}
