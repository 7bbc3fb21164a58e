import { assertMay, defineLoader, inOrderOf } from "@careconnect/kit";
import { LocationRow } from "./location.entity.ts";
import { readLocations } from "./location.policy.ts";

/** Locations by id; null for what is not there. */
export const locationById = defineLoader<string, LocationRow>(async (context, ids) => {
  assertMay(context, readLocations);
  const rows = await context.em.fork().find(LocationRow, { id: { $in: [...ids] } });
  return inOrderOf(ids, rows, ({ id }) => id);
});
