import { isCalendarDay } from "@careconnect/kit";
import { z } from "zod";

/** Characters that show nothing, or turn around what is shown after them; those that join letters of some scripts are fine. */
const invisible = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** A line that somebody wrote, in any script. */
export function lineOfText(longest: number) {
  return z
    .string()
    .trim()
    .normalize()
    .min(1, { error: "must not be empty", abort: true })
    .max(longest, `must have ${longest} characters at most`)
    .refine((value) => !invisible.test(value), "must not have characters that cannot be seen");
}

/** The rules that a patient's values obey, whichever way they come in. */
export const personName = lineOfText(200).regex(/\p{L}/u, "must have a letter, of any script");

/** Of nobody who is treated today is more known than this. */
const earliestDay = "1850-01-01";
/** Where a day begins first, it does so this many milliseconds before it does in UTC. */
const firstZone = 14 * 3_600_000;

export const pastDay = z
  .string()
  .refine(isCalendarDay, { error: "must be a real day, YYYY-MM-DD", abort: true })
  .refine((value) => value >= earliestDay, `must not be before ${earliestDay}`)
  .refine((value) => value <= new Date(Date.now() + firstZone).toISOString().slice(0, 10), "must not be in the future");

export const emailAddress = z.email("must be an e-mail address").max(320);

/** E.164: a plus, the country code, at most fifteen digits; what people put between them is dropped. */
export const phoneNumber = z
  .string()
  .transform((value) => value.replaceAll(/[\s().\-/]/g, ""))
  .refine((value) => /^\+[1-9]\d{6,14}$/.test(value), "must be an international number such as +1 617 555 0100");
