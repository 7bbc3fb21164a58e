import { type SeriesOfVisitQuery, SeriesScope } from "../../graphql/graphql.ts";

export type Series = NonNullable<NonNullable<SeriesOfVisitQuery["appointment"]>["series"]>;
export type SeriesVisit = NonNullable<Series["appointments"]>[number];

/** Its visits that are changed and called off with it: who is expected, and has not come. */
export function toCome({ appointments }: Series): readonly SeriesVisit[] {
  return (appointments ?? []).filter(isToCome);
}

/** The visits that a change in this scope is about: from its first one on, whatever became of those after it. */
export function withinScope({ appointments }: Series, named: string, scope: SeriesScope): readonly SeriesVisit[] {
  const visits = appointments ?? [];
  const first = visits.findIndex((visit) => (scope === SeriesScope.Following ? visit.id === named : isToCome(visit)));
  return first === -1 ? [] : visits.slice(first);
}

function isToCome({ status, startsAt }: SeriesVisit): boolean {
  return (status === "BOOKED" || status === "CONFIRMED") && Date.parse(startsAt) > Date.now();
}
