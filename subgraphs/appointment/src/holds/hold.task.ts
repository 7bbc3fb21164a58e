import { inEachOrganization, type RecurringTask } from "@careconnect/kit";
import { organizationsWithExpired } from "./expired.query.ts";
import { expireHolds } from "./hold.expiry.ts";

/** Visits that were asked for and not confirmed in time are CANCELLED; their time was free already. */
export const holdTask: RecurringTask = {
  name: "holds",
  everySeconds: 15,
  run: async (services) =>
    inEachOrganization(services, "hold", await organizationsWithExpired(services.orm), expireHolds),
};
