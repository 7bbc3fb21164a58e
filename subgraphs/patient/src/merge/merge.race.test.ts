import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";
import {
  admin,
  give,
  type MergeAnswer,
  merge,
  nurse,
  organizationId,
  outcomeOf,
  register,
  undo,
} from "./merge.fixture.ts";

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

/** How many sessions of the subgraph wait for a lock. */
async function waiting(): Promise<number> {
  const [row] = await sql(
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return Number(row?.count);
}

/** Begins one after the other, each when the one before waits behind whoever has `patientId` locked, which is then let go. */
async function behindLockOf<Answers extends readonly unknown[]>(
  patientId: string,
  ...work: { readonly [Index in keyof Answers]: () => Promise<Answers[Index]> }
): Promise<Answers> {
  const begun: Promise<unknown>[] = [];
  await processes[0].orm.em.fork().transactional(async (em) => {
    await em.execute("select 1 from patient where id = ? for update", [patientId]);
    for (const begin of work) {
      begun.push(begin());
      await expect.poll(waiting, { timeout: 10_000 }).toBe(begun.length);
    }
  });
  return (await Promise.all(begun)) as unknown as Answers;
}

const note = (process: TestSubgraph, patientId: string) =>
  give(process, nurse, "recordCondition", "condition { id }", {
    ...{ patientId, system: "http://snomed.info/sct", code: "195967001", display: "Asthma" },
  });

async function recordOf(conditionId: string): Promise<unknown> {
  return (await sql(`select patient_id from condition where id = '${conditionId}'`))[0]?.patient_id;
}

describe("a record", () => {
  it("stands for 20 others at most, however many are merged into it at the same time in two processes", async () => {
    const current = await register(processes[0]);
    const others = await Promise.all(Array.from({ length: 24 }, (_, index) => register(turn(index))));
    for (const { id } of others.slice(0, 17))
      expect(outcomeOf(await merge(processes[0], { id, intoId: current.id }))).toBe("done");
    const answers = await Promise.all(
      others.slice(17).map(({ id }, index) => merge(turn(index), { id, intoId: current.id })),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([
      ...Array(4).fill("VALIDATION_FAILED intoId"),
      ...Array(3).fill("done"),
    ]);
  });
});

describe("a write that waits for the record that stands for its patient", () => {
  it("while that merge is undone is written for the record that it named", async () => {
    // Records are locked in the order of their ids: the undoing has the one that stands, and waits for the other.
    const [current, old] = [await register(processes[0]), await register(processes[0])];
    await merge(processes[0], { id: old.id, intoId: current.id });
    const [undone, written] = await behindLockOf<[MergeAnswer, { condition: { id: string }; userErrors: [] }]>(
      old.id,
      () => undo(processes[0], old.id),
      () => note(processes[1], old.id),
    );
    expect(outcomeOf(undone)).toBe("done");
    expect(written.userErrors).toEqual([]);
    expect(await recordOf(written.condition.id)).toBe(old.id);
  });

  it("while that merge is undone is an export of the record that it named", async () => {
    const [current, old] = [await register(processes[0]), await register(processes[0])];
    await merge(processes[0], { id: old.id, intoId: current.id });
    const [undone, asked] = await behindLockOf<[MergeAnswer, { patientExport: { id: string }; userErrors: [] }]>(
      old.id,
      () => undo(processes[0], old.id),
      () => give(processes[1], admin, "exportPatientData", "patientExport { id }", { patientId: old.id }),
    );
    expect(outcomeOf(undone)).toBe("done");
    expect(asked.userErrors).toEqual([]);
    const [row] = await sql(`select patient_id from patient_export where id = '${asked.patientExport.id}'`);
    expect(row?.patient_id).toBe(old.id);
  });

  it("is not written by whoever had the other record, once the merge is undone", async () => {
    const [current, old] = [await register(processes[0]), await register(processes[0])];
    await merge(processes[0], { id: old.id, intoId: current.id });
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: old.id };
    const refuse = (patientId: string) =>
      give(processes[1], self, "recordConsent", "consent { id }", {
        patientId,
        scope: "DATA_SHARING",
        decision: "DENY",
      });
    const [undone, said] = await behindLockOf<[MergeAnswer, { userErrors: { code: string }[] }]>(
      old.id,
      () => undo(processes[0], old.id),
      () => refuse(current.id),
    );
    expect(outcomeOf(undone)).toBe("done");
    expect(said.userErrors.map(({ code }) => code)).toEqual(["NOT_FOUND"]);
    expect(await sql(`select 1 from consent where patient_id = '${current.id}'`)).toEqual([]);
    expect((await refuse(old.id)).userErrors).toEqual([]);
  });

  it("while that is merged itself is written for the one that stands then", async () => {
    const [old, current] = [await register(processes[0]), await register(processes[0])];
    const [merged, written] = await behindLockOf<[MergeAnswer, { condition: { id: string }; userErrors: [] }]>(
      current.id,
      () => merge(processes[0], { id: old.id, intoId: current.id }),
      () => note(processes[1], old.id),
    );
    expect(outcomeOf(merged)).toBe("done");
    expect(written.userErrors).toEqual([]);
    expect(await recordOf(written.condition.id)).toBe(current.id);
  });
});

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
