import { afterAll, beforeAll, expect, it } from "vitest";
import { useFactPatience } from "../../inbox/fact.wait.ts";
import type { TestSubgraph } from "../test.subgraph.ts";
import {
  checkDecisions,
  checkDelegations,
  checkRestriction,
  type PolicyCase,
  schemaRows,
  undecided,
} from "./policy.check.ts";
import { isNegationNoticed, rulesBelow } from "./policy.negation.ts";
import { checkStreams } from "./policy.streams.ts";

/** On a machine that does much else. */
const patience = 300_000;

/**
 * Asks the subgraph for everything as everybody, then negates each rule of its policies and sees the matrix notice.
 * @param sources the folder of the subgraph's policies
 * @param subgraph answers the one that runs, with the rows of `checked.world` in it
 */
export async function testPolicy(checked: PolicyCase, sources: URL, subgraph: () => TestSubgraph): Promise<void> {
  // What is asked about is there from the start, or nowhere.
  beforeAll(() => useFactPatience(0));
  afterAll(() => useFactPatience());

  it("has a decision for everything that the schema offers", () => {
    expect(undecided(checked)).toEqual([]);
  });

  it(
    "is as decided, for every role in every relation",
    async () => {
      expect(await checkDecisions(subgraph(), checked)).toEqual([]);
    },
    patience,
  );

  it(
    "opens to applications what was decided for their scopes, and nothing else",
    async () => {
      expect(await checkDelegations(subgraph(), checked)).toEqual([]);
    },
    patience,
  );

  if (checked.world.ids.patient !== undefined)
    it(
      "shows of a patient whose record is restricted nothing but to them and to administrators themselves",
      async () => {
        expect(await checkRestriction(subgraph(), checked)).toEqual([]);
      },
      patience,
    );

  if (schemaRows(checked).rows.some(({ kind }) => kind === "Subscription"))
    it(
      "tells events to whom it was decided, and to nobody else",
      async () => {
        expect(await checkStreams(subgraph(), checked)).toEqual([]);
      },
      patience,
    );

  it.each(await rulesBelow(sources))(
    "notices when %s is negated",
    async (_name, rule) => {
      expect(await isNegationNoticed(subgraph(), checked, rule)).toBe(true);
    },
    patience,
  );
}
