import * as z from "zod/mini";
import { SeriesScope } from "../../graphql/graphql.ts";
import { countOf, keptOf, type Occurrence } from "./booking.schema.ts";
import type { ChosenSlot } from "./components/slot-list.tsx";
import { repetitions, ruleOf } from "./repetition.ts";
import { type Series, withinScope } from "./series-of-visit.ts";

const values = z.object({
  /** Null: this visit alone. */
  scope: z.nullable(z.enum(SeriesScope)),
  /** The new time, of several visits that of the first one. */
  slot: z.nullable(z.custom<ChosenSlot>()),
  /** Whether the first one of several stays where it is. */
  keepsTime: z.boolean(),
  /** Null as long as it is not chosen: the series' own may be none of ours. */
  repetition: z.nullable(z.enum(repetitions)),
  count: z.string(),
  /** The starts of those visits that stay as they are. */
  leftOut: z.array(z.string()),
});

export type ChangeValues = z.input<typeof values>;

/** One visit is enough: a change may be about the last one. */
const fewest = 1;

interface Visit {
  readonly id: string;
  readonly timeZone: string | undefined;
}

/** Which visits of a series are to be at which times. */
export interface WantedChange {
  readonly scope: SeriesScope;
  readonly startsAt: string;
  readonly rule: string;
}

/** What is wanted of a series, as far as all of it is said. */
export function wantedOf(
  { scope, slot, keepsTime, repetition, count: typed }: ChangeValues,
  series: Series | null,
  { id, timeZone }: Visit,
): WantedChange | null {
  if (series === null || scope === null || repetition === null) {
    return null;
  }
  const startsAt = keepsTime ? withinScope(series, id, scope)[0]?.startsAt : slot?.startsAt;
  const count = countOf(typed, repetition, fewest);
  return startsAt === undefined || count === null
    ? null
    : { scope, startsAt, rule: ruleOf(repetition, count, { startsAt, timeZone }) };
}

/** Whether a visit would be where none of the series is now. */
export function changesAny(series: Series, occurrences: readonly Occurrence[], leftOut: readonly string[]): boolean {
  const standing = new Set(series.appointments?.map(({ startsAt }) => startsAt));
  return keptOf(occurrences, leftOut).some(({ startsAt }) => !standing.has(startsAt));
}

/**
 * Another time for a visit, or another rule for visits of its series.
 * @param occurrences what the rule comes to as far as the server has said it; null as long as it has not
 */
export function changeSchema(series: Series | null, visit: Visit, occurrences: () => readonly Occurrence[] | null) {
  const isKnown = (read: ChangeValues) =>
    read.scope === null || (occurrences() !== null && wantedOf(read, series, visit) !== null);
  const isChange = ({ scope, leftOut }: ChangeValues) =>
    scope === null || series === null || changesAny(series, occurrences() ?? [], leftOut);
  return z.pipe(
    values.check(
      z.refine(({ scope, slot }) => scope !== null || slot !== null, {
        path: ["slot"],
        error: "booking.timeMissing",
        abort: true,
      }),
      z.refine(({ scope, slot, keepsTime }) => scope === null || keepsTime || slot !== null, {
        path: ["slot"],
        error: "booking.change.timeMissing",
        abort: true,
      }),
      z.refine(({ scope, repetition }) => scope === null || repetition !== null, {
        path: ["repetition"],
        error: "forms.missing",
        abort: true,
      }),
      z.refine(
        ({ scope, repetition, count }) =>
          scope === null || repetition === null || countOf(count, repetition, fewest) !== null,
        { path: ["count"], error: "booking.change.countWrong", abort: true },
      ),
      z.refine(isKnown, { path: ["leftOut"], error: "booking.series.notKnown", abort: true }),
      z.refine(isChange, { path: ["leftOut"], error: "booking.change.nothing" }),
    ),
    z.transform((read: ChangeValues) => {
      const wanted = wantedOf(read, series, visit);
      const all = occurrences() ?? [];
      const kept = new Set(keptOf(all, read.leftOut));
      const changes = all.filter((one) => !kept.has(one)).map(({ startsAt }) => ({ startsAt }));
      return { slot: read.slot, series: wanted && { ...wanted, changes, expectedVersion: series?.version } };
    }),
  );
}

/** What is changed: a visit, or with it what is to come of its series. */
export type Change = z.output<ReturnType<typeof changeSchema>>;
