import * as z from "zod/mini";
import { type SeriesPreviewQuery, VisitType } from "../../graphql/graphql.ts";
import { limits } from "../../graphql/limits.ts";
import type { BookedPatient } from "../../lib/appointment-control.ts";
import { parseWhole } from "../../lib/format/amount.ts";
import { chosen, optionalText } from "../../lib/forms/fields.ts";
import type { ChosenSlot } from "./components/slot-list.tsx";
import { fewestVisits, mostVisits, type Repetition, repetitions, ruleOf } from "./repetition.ts";
import type { Who } from "./use-free-times.ts";

const overrideLimit = limits.OverbookAppointmentInput.overrideReason;
export const reasonLimit = limits.BookAppointmentInput.reason;

/** A visit that a rule comes to, and the code of why it cannot be. */
export type Occurrence = NonNullable<SeriesPreviewQuery["appointmentSeriesPreview"]>[number];

/** How many visits a series is to have; null where it may not have so many. */
export function countOf(typed: string, repetition: Repetition, fewest = fewestVisits): number | null {
  const count = parseWhole(typed);
  return count !== null && count >= fewest && count <= mostVisits(repetition) ? count : null;
}

const fields = {
  patient: chosen<BookedPatient>("booking.patientMissing"),
  who: chosen<Who>("booking.whoMissing"),
  visitType: z.enum(VisitType),
  slot: chosen<ChosenSlot>("booking.timeMissing"),
  /** Null for one visit alone. */
  repetition: z.nullable(z.enum(repetitions)),
  count: z.string(),
  /** The starts of those visits of a series that are not wanted. */
  leftOut: z.array(z.string()),
  reason: optionalText(reasonLimit),
  /** Whether the provider is to see somebody else then, too. */
  overbooking: z.boolean(),
  /** When, on the clinic's clock, as it is typed; the slot has it as an instant. */
  at: z.string(),
  overrideReason: z.string().check(z.trim(), z.maxLength(overrideLimit.max)),
};

const values = z.object(fields);
export type BookingValues = z.input<typeof values>;
type Read = z.output<typeof values>;

/** The visits of a series that are booked: those that are wanted and can be. */
export function keptOf(occurrences: readonly Occurrence[], leftOut: readonly string[]): readonly Occurrence[] {
  return occurrences.filter(({ startsAt, conflict }) => conflict === null && !leftOut.includes(startsAt));
}

/**
 * One visit, which may be overbooked, or a series of them.
 * @param occurrences what the series comes to as far as the server has said it; null as long as it has not
 */
export function bookingSchema(occurrences: () => readonly Occurrence[] | null) {
  const isKnown = ({ repetition }: Read) => repetition === null || occurrences() !== null;
  const isLeft = ({ repetition, leftOut }: Read) =>
    repetition === null || keptOf(occurrences() ?? [], leftOut).length > 0;
  return z.pipe(
    values.check(
      z.refine(({ repetition, count }) => repetition === null || countOf(count, repetition) !== null, {
        path: ["count"],
        error: "booking.series.countWrong",
        abort: true,
      }),
      z.refine(({ overbooking, overrideReason }) => !overbooking || overrideReason !== "", {
        path: ["overrideReason"],
        error: "forms.missing",
      }),
      z.refine(isKnown, { path: ["leftOut"], error: "booking.series.notKnown", abort: true }),
      z.refine(isLeft, { path: ["leftOut"], error: "booking.series.nothingLeft" }),
    ),
    z.transform(({ repetition, count, leftOut, overbooking, overrideReason, at: _, ...visit }: Read) => {
      if (overbooking || repetition === null) {
        return { ...visit, overrideReason: overbooking ? overrideReason : null, series: null };
      }
      const all = occurrences() ?? [];
      const kept = new Set(keptOf(all, leftOut));
      const changes = all.filter((one) => !kept.has(one)).map(({ startsAt }) => ({ startsAt }));
      return {
        ...visit,
        overrideReason: null,
        series: { rule: ruleOf(repetition, countOf(count, repetition) ?? fewestVisits, visit.slot), changes },
      };
    }),
  );
}

/** What is booked. */
export type Booking = z.output<ReturnType<typeof bookingSchema>>;
