import type { VisitType } from "@careconnect/kit";
import { timeOf } from "../availability/weekly.interval.ts";
import type { AvailabilityExceptionRow } from "./exception.entity.ts";
import type { AvailabilityExceptionKind } from "./exception.kind.ts";

/** Days on which hours are not those of the week, on the clock of the provider's own zone. */
export interface ExceptionInterval {
  readonly kind: AvailabilityExceptionKind;
  /** YYYY-MM-DD; the last day is one of them. */
  readonly fromDay: string;
  readonly toDay: string;
  /** `HH:MM`, up to `24:00`, on each of the days; null for all day. */
  readonly from: string | null;
  readonly to: string | null;
  /** What extra hours are for; null for all. */
  readonly visitTypes: VisitType[] | null;
}

export function exceptionOf(row: AvailabilityExceptionRow): ExceptionInterval {
  return {
    kind: row.kind,
    fromDay: row.fromDay,
    toDay: row.toDay,
    from: row.fromMinute == null ? null : timeOf(row.fromMinute),
    to: row.toMinute == null ? null : timeOf(row.toMinute),
    visitTypes: row.visitTypes ?? null,
  };
}
