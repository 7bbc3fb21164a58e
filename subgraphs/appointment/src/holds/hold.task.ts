import { randomUUID } from "node:crypto";
import { boundEntityManager, type RecurringTask, systemContext } from "@careconnect/kit";
import { organizationsWithExpired } from "./expired.query.ts";
import { expireHolds } from "./hold.expiry.ts";

/** Visits that were asked for and not confirmed in time are CANCELLED; their time was free already. */
export const holdTask: RecurringTask = {
  name: "holds",
  everySeconds: 15,
  async run({ orm, signal }) {
    for (const organizationId of await organizationsWithExpired(orm)) {
      const context = systemContext(boundEntityManager(orm, organizationId), `hold-${randomUUID()}`);
      while (!signal.aborted && (await expireHolds(context)));
    }
  },
};
