import { isCalendarDay } from "@careconnect/kit";
import { z } from "zod";

/** Characters that show nothing, break a line, or turn around what is shown after them; those that join letters of some scripts are fine. */
const invisible = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

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

/** The rules that a patient's values obey when somebody writes them here. */
export const personName = lineOfText(200).regex(/\p{L}/u, "must have a letter, of any script");

/** Where a day begins first, it does so this many milliseconds before it does in UTC. */
const firstZone = 14 * 3_600_000;

/** A day that has begun somewhere: the clinic's zone is not known here, and what a clinic writes of its today is right. */
export const begunDay = z
  .string()
  .refine(isCalendarDay, { error: "must be a real day, YYYY-MM-DD", abort: true })
  .refine((day) => day <= new Date(Date.now() + firstZone).toISOString().slice(0, 10), {
    error: "must not be in the future",
    abort: true,
  });

/** Of nobody who is treated today is more known than this. */
const earliestDay = "1850-01-01";

/** A day on which something was so, when somebody writes it here. */
export const pastDay = begunDay.refine((day) => day >= earliestDay, `must not be before ${earliestDay}`);

/** As RFC 5321 has them: an address of more than these no server takes. */
const longestEmail = { address: 254, beforeAt: 64 };

export const emailAddress = z
  .email({ error: "must be an e-mail address", abort: true })
  .max(longestEmail.address, `must have ${longestEmail.address} characters at most`)
  .refine(
    (address) => address.indexOf("@") <= longestEmail.beforeAt,
    `must have ${longestEmail.beforeAt} characters before the @ at most`,
  );

/** E.164: a plus, the country code, at most fifteen digits; what people put between them is dropped. */
export const phoneNumber = z
  .string()
  .transform((value) => value.replaceAll(/[\s().\-/]/g, ""))
  .refine((value) => /^\+[1-9]\d{6,14}$/.test(value), "must be an international number such as +1 617 555 0100");
