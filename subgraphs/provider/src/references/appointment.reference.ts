import { referenceBy } from "@careconnect/kit";
import { readRatings } from "../rating/rating.policy.ts";
import { readRatingOf } from "../rating/rating.service.ts";

/** An appointment as this subgraph knows one: through its rating; null without one that the viewer may see. */
export const resolveAppointment = referenceBy(readRatings, async (context, id) =>
  (await readRatingOf(context, id)) ? { id } : null,
);
