import {
  availabilityException,
  CommandRefusal,
  firstDay,
  refusedArgument,
  validationErrors,
  weeklyIntervals,
} from "@careconnect/kit";
import { z } from "zod";
import type { AvailabilityImpactInput } from "./impact.input.ts";

/** By the schemas of what sets hours, so that what that refuses is refused, in the same words. */
const proposal = z
  .object({
    weekly: weeklyIntervals.nullish(),
    effectiveFrom: firstDay.nullish(),
    keepsLater: z.boolean().nullish(),
    leave: availabilityException.nullish(),
  })
  .refine(({ weekly, leave }) => weekly != null || leave != null, {
    path: ["weekly"],
    message: "Say which hours a week would have (`weekly`), which leave there would be (`leave`), or both.",
  })
  .refine(({ weekly, effectiveFrom }) => effectiveFrom == null || weekly != null, {
    path: ["effectiveFrom"],
    message: "must come with `weekly`: it is the first day of these weeks",
  });

export type Proposal = z.output<typeof proposal>;

/** @throws BadUserInputError with the path of what is wrong */
export function proposalOf({ weekly, effectiveFrom, keepsLater, leave }: AvailabilityImpactInput): Proposal {
  const parsed = proposal.safeParse({ weekly, effectiveFrom, keepsLater, leave: leave && { ...leave, kind: "LEAVE" } });
  if (parsed.success) return parsed.data;
  throw refusedArgument(CommandRefusal.forAll(validationErrors(parsed.error)), "input");
}
