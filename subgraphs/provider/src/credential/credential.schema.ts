import { isCalendarDay } from "@careconnect/kit";
import { z } from "zod";

const text = (longest: number) =>
  z
    .string()
    .trim()
    .normalize()
    .min(1, { error: "must not be empty", abort: true })
    .max(longest, `must have ${longest} characters at most`);

export const credentialNumber = text(50).regex(/[\p{L}\p{N}]/u, "must have a letter or a digit");

export const credentialIssuer = text(200).regex(/\p{L}/u, "must have a letter, of any script");

/** Longer ago than anybody's credential, and later than any is valid. */
const [earliestDay, latestDay] = ["1900-01-01", "2199-12-31"];

export const credentialDay = z
  .string()
  .refine(isCalendarDay, { error: "must be a real day, YYYY-MM-DD", abort: true })
  .refine((day) => earliestDay <= day && day <= latestDay, `must be between ${earliestDay} and ${latestDay}`);

/** A number as the blind index compares it: what is put between its digits and letters, and case, is nothing. */
export function normalizeNumber(number: string): string {
  return number.replaceAll(/[^\p{L}\p{N}]/gu, "").toUpperCase();
}

/** How many one provider has at most, those that do not count any more included. */
export const mostCredentials = 50;
