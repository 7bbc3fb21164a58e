import {
  checkDecisions,
  checkStreams,
  isNegationNoticed,
  type PolicyCase,
  rulesBelow,
  startTestSubgraph,
  type TestSubgraph,
  undecided,
} from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
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

/** On a machine that does much else. */
const patience = 120_000;

it("has a decision for everything that the schema offers", () => {
  expect(undecided(checked)).toEqual([]);
});

it(
  "is as decided, for every role in every relation",
  async () => {
    expect(await checkDecisions(reports, checked)).toEqual([]);
  },
  patience,
);

it(
  "tells events to whom it was decided, and to nobody else",
  async () => {
    expect(await checkStreams(reports, checked)).toEqual([]);
  },
  patience,
);

it.each(await rulesBelow(new URL(".", import.meta.url)))(
  "notices when %s is negated",
  async (_name, rule) => {
    expect(await isNegationNoticed(reports, checked, rule)).toBe(true);
  },
  patience,
);
