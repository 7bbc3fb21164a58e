import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";
import { give, merge, nurse, outcomeOf, register, undo } from "./merge.fixture.ts";

// Two processes of the subgraph, and one database.
let processes: readonly [TestSubgraph, TestSubgraph];
beforeAll(async () => {
  const first = await startTestSubgraph(patientSubgraph);
  processes = [first, await startTestSubgraph(patientSubgraph, { beside: first })];
});
afterAll(async () => {
  for (const process of [...processes].reverse()) await process.close();
});

const turn = (index: number) => processes[index % 2 === 0 ? 0 : 1];

const sql = (statement: string): Promise<{ [column: string]: unknown }[]> =>
  processes[0].orm.em.getConnection().execute(statement);

describe("merges at the same moment", () => {
  it("of the same two records, either way: one is made", async () => {
    const [one, other] = [await register(processes[0]), await register(processes[0])];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        merge(turn(index), index % 4 < 2 ? { id: one.id, intoId: other.id } : { id: other.id, intoId: one.id }),
      ),
    );
    expect(answers.map(outcomeOf).filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(
      await sql(`select 1 from patient_alias where ended_at is null and patient_id in ('${one.id}', '${other.id}')`),
    ).toHaveLength(1);
  });

  it("that would make chains of records or go in a circle: none does", async () => {
    const records = await Promise.all(Array.from({ length: 6 }, () => register(processes[0])));
    const pairs = records.flatMap(({ id }) =>
      records.filter((other) => other.id !== id).map((other) => ({ id, intoId: other.id })),
    );
    const answers = await Promise.all(pairs.map((pair, index) => merge(turn(index), pair)));
    expect(answers.map(outcomeOf)).toContain("done");
    const ids = records.map(({ id }) => `'${id}'`).join();
    expect(
      await sql(
        `select 1 from patient_alias one join patient_alias other on other.patient_id = one.surviving_id
         where one.ended_at is null and other.ended_at is null and one.patient_id in (${ids})`,
      ),
    ).toEqual([]);
  });

  it("and writes for the record: all are made, and all are shown of the one that stands for it", async () => {
    const [old, current] = [await register(processes[0]), await register(processes[0])];
    const coded = { system: "http://snomed.info/sct", display: "Asthma" };
    const [merged, ...written] = await Promise.all([
      merge(turn(0), { id: old.id, intoId: current.id }),
      ...Array.from({ length: 20 }, (_, index) =>
        give(turn(index), nurse, "recordCondition", "condition { id }", {
          ...{ ...coded, patientId: old.id, code: String(1_000_000 + index) },
        }),
      ),
    ]);
    expect(outcomeOf(merged)).toBe("done");
    expect(written.map(({ userErrors }) => userErrors)).toEqual(Array(20).fill([]));
    const { data } = await processes[1].query(nurse, `{ patient(id: "${old.id}") { id conditions { id } } }`);
    expect(data.patient.id).toBe(current.id);
    expect(data.patient.conditions).toHaveLength(20);
  });

  it("and undoing it: the record is merged, or it is not, once each", async () => {
    const [old, current] = [await register(processes[0]), await register(processes[0])];
    await merge(processes[0], { id: old.id, intoId: current.id });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => undo(turn(index), old.id)));
    expect(answers.map(outcomeOf).sort()).toEqual([...Array(9).fill("ILLEGAL_TRANSITION id"), "done"]);
    expect(
      await sql(`select type from outbox_event where aggregate_type = 'PatientMerge' and aggregate_id = '${old.id}'
                 order by sequence`),
    ).toEqual([{ type: "patient.merged" }, { type: "patient.unmerged" }]);
  });
});
