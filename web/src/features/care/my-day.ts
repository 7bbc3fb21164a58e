import type { MyDayQuery } from "../../graphql/graphql.ts";

export type DayVisit = NonNullable<MyDayQuery["appointments"]>["nodes"][number];

const over = new Set(["FULFILLED", "CANCELLED", "NO_SHOW"]);

/** The visit to look after now: who is being seen, else who waits longest, else who comes next. */
export function nextVisit(visits: readonly DayVisit[]): DayVisit | null {
  const open = visits.filter(({ status }) => !over.has(status));
  const first = (status: string) => open.find((visit) => visit.status === status);
  return first("IN_PROGRESS") ?? first("CHECKED_IN") ?? open[0] ?? null;
}

/** Whether a note of a visit waits to be signed; only the reader's own drafts are told of. */
export function hasDraft({ visitNotes }: DayVisit): boolean {
  return visitNotes?.nodes.some(({ status }) => status === "DRAFT") ?? false;
}
