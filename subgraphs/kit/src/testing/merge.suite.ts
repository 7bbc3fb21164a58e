import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { subjectTables } from "../erasure/erasure.plan.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { businessRows } from "./business.rows.ts";
import { deliver, fillTables, forgetConstraints, type KnownValues, watchTables } from "./erasure.suite.ts";
import { propertySeed } from "./property.seed.ts";
import { startTestSubgraph, type TestSubgraph } from "./test.subgraph.ts";

/** What the events of a merge are written to. */
const apart = ["patient_alias"];

/**
 * Fills every table that is declared to have rows of patients with one of each of two records, which are then merged and taken
 * apart as the patient subgraph tells: nothing that any of them has is changed by it, at no time.
 * @param known what is not made up, where something depends on it
 */
export function testMerge(definition: SubgraphDefinition, known: KnownValues = {}): void {
  let subgraph: TestSubgraph;
  beforeAll(async () => {
    subgraph = await startTestSubgraph(definition);
    await forgetConstraints(subgraph, tables());
  });
  afterAll(() => subgraph.close());

  const tables = () => subjectTables(subgraph.orm.getMetadata(), definition.subjectRules ?? []);

  async function tell(patientId: string, survivingId: string, aggregateVersion: number): Promise<void> {
    const isEnd = aggregateVersion % 2 === 0;
    const applied = await deliver(definition, subgraph.orm, {
      ...{ type: isEnd ? "patient.unmerged" : "patient.merged", aggregateId: patientId, aggregateVersion },
      payload: { patientId, survivingId, endedAt: isEnd ? new Date().toISOString() : null },
    });
    expect(applied).toBeGreaterThan(0);
    const [alias] = await subgraph.orm.em
      .getConnection()
      .execute(`select ended_at is not null as "isEnd" from patient_alias where patient_id = '${patientId}'`);
    expect(alias).toEqual({ isEnd });
  }

  it("leaves every column of every row as it was, when two records were merged and taken apart", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        async (hasOld, hasCurrent, times) => {
          const [old, current] = [uuidv7(), uuidv7()];
          await watchTables(subgraph, tables(), false);
          for (const patientId of [...(hasOld ? [old] : []), ...(hasCurrent ? [current] : [])])
            await fillTables(subgraph.orm, definition, { patientId, mark: `of-${patientId}`, known, except: apart });
          await watchTables(subgraph, tables(), true);
          const before = await businessRows(subgraph);
          for (let time = 0; time < times; time += 1) {
            await tell(old, current, 2 * time + 1);
            expect(await businessRows(subgraph)).toEqual(before);
            await tell(old, current, 2 * time + 2);
            expect(await businessRows(subgraph)).toEqual(before);
          }
        },
      ),
      // The first run has rows of both, so that no table is left out.
      { numRuns: 6, seed: propertySeed, examples: [[true, true, 2]] },
    );
    const rows = await businessRows(subgraph);
    const empty = tables().flatMap(({ name }) => (rows[name]?.length === 0 ? [name] : []));
    expect(empty).toEqual([]);
  }, 120_000);
}
