import { isCalendarDay } from "@careconnect/kit";
import { z } from "zod";
import { lineOfText } from "../patient/patient.schema.ts";

/** Longer ago than anybody's coverage, and later than any is agreed on. */
const [earliestDay, latestDay] = ["1850-01-01", "2199-12-31"];

export const coverageDay = z
  .string()
  .refine(isCalendarDay, { error: "must be a real day, YYYY-MM-DD", abort: true })
  .refine((day) => earliestDay <= day && day <= latestDay, `must be between ${earliestDay} and ${latestDay}`);

export const planName = lineOfText(200);

export const memberNumber = lineOfText(50).regex(/[\p{L}\p{N}]/u, "must have a letter or a digit");

/** A member number as the blind index compares it: what is put between its digits and letters, and case, is nothing. */
export function normalizeMemberNumber(number: string): string {
  return number.replaceAll(/[^\p{L}\p{N}]/gu, "").toUpperCase();
}
