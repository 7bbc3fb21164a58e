import { isCalendarDay, isPlannable, withinPlanning } from "@careconnect/kit";
import { z } from "zod";
import { newEntry } from "../history/history.schema.ts";
import { lineOfText } from "../patient/patient.schema.ts";

/** Where a day ends last, it does so this many milliseconds after it does in UTC. */
const lastZone = 12 * 3_600_000;

/** A day that is not over everywhere: the clinic's zone is not known here, and what a clinic writes of its today is right. */
const comingDay = z
  .string()
  .refine(isCalendarDay, { error: "must be a real day, YYYY-MM-DD", abort: true })
  .refine((day) => day >= new Date(Date.now() - lastZone).toISOString().slice(0, 10), "must not be in the past")
  .refine(isPlannable, withinPlanning);

export const prescription = newEntry.safeExtend({
  appointmentId: z.string().nullish(),
  dosage: lineOfText(500),
  quantity: z.int().min(1, "must be 1 at least").max(10_000, "must be 10,000 at most"),
  quantityUnit: lineOfText(50),
  repeats: z
    .int()
    .min(0, "must not be negative")
    .max(12, "must be 12 at most")
    .nullish()
    .transform((repeats) => repeats ?? 0),
  validFrom: comingDay,
  validUntil: comingDay.nullish(),
});
