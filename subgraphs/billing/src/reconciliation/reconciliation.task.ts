import { inEachOrganization, type RecurringTask } from "@careconnect/kit";
import { organizationsWithRuns, requestDaily } from "./reconciliation.query.ts";
import { runPending } from "./reconciliation.run.ts";

/** Compares everything once a day, and when somebody asks for it. */
export const reconciliationTask: RecurringTask = {
  name: "reconciliation",
  everySeconds: 30,
  async run(services) {
    await requestDaily(services.orm);
    await inEachOrganization(services, "reconciliation", await organizationsWithRuns(services.orm), (context) =>
      runPending(context),
    );
  },
};
