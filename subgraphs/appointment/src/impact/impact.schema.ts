import { BadUserInputError } from "@careconnect/kit";
import { z } from "zod";
import { calendarDay, endOfHours, type HoursException, timeOfDay, weeklyHours } from "../slots/weekly.hours.ts";
import type { AvailabilityImpactInput } from "./impact.input.ts";

const inOrder = ({ from, to }: { readonly from: string | null; readonly to: string | null }) =>
  (from === null) === (to === null) && (from === null || to === null || from < to);

const order = { path: ["to"], message: "must be later than `from`" };

const proposal = z.object({
  weekly: z
    .array(
      z.preprocess(
        (hours) => ({ ...(hours as object), visitTypes: (hours as { visitTypes?: unknown }).visitTypes ?? null }),
        weeklyHours.refine(inOrder, order),
      ),
    )
    .max(70, "must have 70 intervals at most")
    .nullish()
    .transform((weekly) => weekly ?? null),
  effectiveFrom: calendarDay.nullish(),
  leave: z
    .object({
      ...{ fromDay: calendarDay, toDay: calendarDay.nullish() },
      ...{ from: timeOfDay.nullish(), to: endOfHours.nullish() },
    })
    .transform(
      ({ fromDay, toDay, from, to }): HoursException => ({
        ...{ kind: "LEAVE", fromDay, toDay: toDay ?? fromDay, from: from ?? null, to: to ?? null, visitTypes: null },
      }),
    )
    .refine(inOrder, order)
    .refine(({ fromDay, toDay }) => fromDay <= toDay, { path: ["toDay"], message: "must not be before `fromDay`" })
    .nullish(),
});

export type Proposal = z.output<typeof proposal>;

/** @throws BadUserInputError with the path of what is wrong */
export function proposalOf(input: AvailabilityImpactInput): Proposal {
  const parsed = proposal.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadUserInputError(`Correct this: ${issue?.message}.`, ["input", ...(issue?.path ?? []).map(String)]);
}
