import { type PolicyCase, startTestSubgraph, type TestSubgraph, testPolicy } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import {
  applyEach,
  event,
  idOf,
  kathmandu,
  kathmanduRegistered,
  newYork,
  newYorkRegistered,
} from "./facts/events.fixture.ts";
import { policyMatrix } from "./policy.matrix.ts";
import { reportsSubgraph } from "./subgraph.ts";

let patients = 0;
const checked: PolicyCase = {
  definition: reportsSubgraph,
  matrix: policyMatrix,
  world: { organizationId: newYork, otherOrganizationId: kathmandu, ids: {} },
  probes: {
    "Subscription.dashboardMetricsChanged": {
      async happens() {
        patients += 1;
        const told = { aggregateId: idOf(1, patients), payload: { archived: false } };
        await applyEach(reports.orm, [event("patient.registered", told)]);
      },
    },
  },
};

let reports: TestSubgraph;
beforeAll(async () => {
  reports = await startTestSubgraph(reportsSubgraph);
  await applyEach(reports.orm, [newYorkRegistered, kathmanduRegistered]);
});
afterAll(() => reports.close());

await testPolicy(checked, new URL(".", import.meta.url), () => reports);
