import { type Weekday, weeklyIntervals } from "@careconnect/kit";

/** A part of a day of every week in which a location is open: `HH:MM`, up to `24:00`, on the clock of its own zone. */
export interface OpeningInterval {
  readonly day: Weekday;
  readonly from: string;
  readonly to: string;
}

/** A location's week, by the rules that a provider's has; null for one that is open at all times. */
export const openingHours = weeklyIntervals
  .transform((intervals) => intervals.map(({ day, from, to }): OpeningInterval => ({ day, from, to })))
  .nullish()
  .transform((week) => week ?? null);
