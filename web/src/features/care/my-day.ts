import type { MyDayQuery } from "../../graphql/graphql.ts";

export type DayVisit = NonNullable<MyDayQuery["appointments"]>["nodes"][number];

const over = new Set(["FULFILLED", "CANCELLED", "NO_SHOW"]);

/** The visit to look after now: who is being seen, else who waits longest, else who comes next. */
export function nextVisit(visits: readonly DayVisit[]): DayVisit | null {
  const open = visits.filter(({ status }) => !over.has(status));
  const first = (status: string) => open.find((visit) => visit.status === status);
  return first("IN_PROGRESS") ?? first("CHECKED_IN") ?? open[0] ?? null;
}

/** Whether what was found in a visit is written down and not signed, or was not written down at all. */
export function noteState({ status, visitNotes }: DayVisit): "signed" | "draft" | "missing" | null {
  const notes = visitNotes?.nodes;
  if (notes === undefined || (status !== "FULFILLED" && status !== "IN_PROGRESS")) {
    return null;
  }
  if (notes.some((note) => note.status === "DRAFT")) {
    return "draft";
  }
  return notes.some((note) => note.status === "SIGNED") ? "signed" : status === "FULFILLED" ? "missing" : null;
}
