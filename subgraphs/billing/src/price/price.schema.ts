import { isCalendarDay } from "@careconnect/kit";
import { z } from "zod";
import { wholeBasisPoints } from "../money/minor.units.ts";

/** Longer ago than anybody's price, and later than any holds. */
const [earliestDay, latestDay] = ["1900-01-01", "2199-12-31"];

export const priceDay = z
  .string()
  .refine(isCalendarDay, { error: "must be a real day, YYYY-MM-DD", abort: true })
  .refine((day) => earliestDay <= day && day <= latestDay, `must be between ${earliestDay} and ${latestDay}`);

/** What one thing costs at most, in minor units: of many, the total stays a number that is exact. */
export const largestPrice = 10_000_000_000;

export const priceAmount = z
  .int("must be a whole number of minor units")
  .min(0, "must not be negative")
  .max(largestPrice, `must be ${largestPrice} at most`);

/** What is paid, given back or credited. */
export const paidAmount = z
  .int("must be a whole number of minor units")
  .min(1, "must be 1 at least")
  .max(Number.MAX_SAFE_INTEGER, "must be within 2^53");

export const basisPoints = z
  .int("must be a whole number of hundredths of a percent")
  .min(0, "must not be negative")
  .max(wholeBasisPoints, `must be ${wholeBasisPoints} at most, which is all of it`);

const text = (longest: number) =>
  z
    .string()
    .trim()
    .normalize()
    .min(1, { error: "must not be empty", abort: true })
    .max(longest, `must have ${longest} characters at most`);

/** How many characters have the code of a specialty and the name of a plan at most. */
export const [longestSpecialty, longestPlan] = [100, 200];

export const specialtyCode = text(longestSpecialty);

export const planName = text(longestPlan);
