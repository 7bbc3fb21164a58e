import * as z from "zod/mini";
import { AvailabilityExceptionKind, VisitType } from "../../graphql/graphql.ts";
import { day, inOrder, optionalDay } from "../../lib/forms/days.ts";

/** Leave or extra hours as a form holds them. */
export const exceptionSchema = z
  .object({
    kind: z.enum(AvailabilityExceptionKind),
    fromDay: day(),
    toDay: optionalDay(),
    allDay: z.boolean(),
    from: z.string(),
    to: z.string(),
    visitTypes: z.array(z.enum(VisitType)),
  })
  .check(
    inOrder("fromDay", "toDay"),
    z.refine((values) => isWhole(values) || values.from !== "", { path: ["from"], error: "forms.missing" }),
    z.refine((values) => isWhole(values) || values.to > values.from, { path: ["to"], error: "forms.timeOrder" }),
  );

export type ExceptionValues = z.input<typeof exceptionSchema>;
export type CheckedException = z.output<typeof exceptionSchema>;

/** Whether it is about whole days: only leave can be. */
export function isWhole({ kind, allDay }: Pick<ExceptionValues, "kind" | "allDay">): boolean {
  return kind === "LEAVE" && allDay;
}

/** When it is, as commands and questions take it. */
export function timesOf(exception: CheckedException) {
  const { fromDay, toDay, from, to } = exception;
  return { fromDay, ...(toDay === null ? {} : { toDay }), ...(isWhole(exception) ? {} : { from, to }) };
}
