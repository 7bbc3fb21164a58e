import { isPlannable, withinPlanning } from "@careconnect/kit";
import { z } from "zod";

/** When a visit is to start, for whatever takes a time. */
export const visitStart = z
  .date()
  .refine((date) => date.getTime() % 60_000 === 0, "must be on a full minute")
  .refine(isPlannable, withinPlanning);
