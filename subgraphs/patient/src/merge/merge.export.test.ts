import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type FakeSource, startFakeSource, twoPages } from "../export/export.fixture.ts";
import { exportSettings, useExportSettings } from "../export/export.settings.ts";
import { exportTask } from "../export/export.task.ts";
import { patientSubgraph } from "../subgraph.ts";
import { admin, give, merge, outcomeOf, type Record, register, undo } from "./merge.fixture.ts";

let patients: TestSubgraph;
let billing: FakeSource;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  billing = await startFakeSource();
});
afterAll(async () => {
  await billing.close();
  await patients.close();
});

const asker = { ...admin, userId: "0199c000-0000-7000-8000-0000000000e1" };

let [old, current]: Record[] = [];
beforeEach(async () => {
  billing.answer = twoPages;
  const sources = new Map([
    ["patient", patients.url],
    ["billing", billing.url],
  ]);
  useExportSettings({ ...exportSettings(), sources, largest: 1_000_000 });
  [old, current] = [await register(patients), await register(patients)];
});

const join = async () => expect(outcomeOf(await merge(patients, { id: old?.id, intoId: current?.id }))).toBe("done");
const part = async () => expect(outcomeOf(await undo(patients, String(old?.id)))).toBe("done");

const work = () =>
  exportTask.run({ orm: patients.orm, config: {} as never, signal: new AbortController().signal } as never);

async function asked(record: Record | undefined): Promise<string> {
  const input = { patientId: record?.id };
  return (await give(patients, asker, "exportPatientData", "patientExport { id }", input)).patientExport.id;
}

async function exported(record: Record | undefined): Promise<string> {
  const id = await asked(record);
  await work();
  return id;
}

async function read(id: string) {
  const { data, errors } = await patients.query(
    asker,
    "query ($id: ID!) { patientExport(id: $id) { status downloadUrl } }",
    { id },
  );
  expect(errors).toBeUndefined();
  return data.patientExport;
}

const fetched = async (link: string) => (await fetch(new URL(new URL(link).pathname, patients.url))).status;

const partsOf = (id: string) =>
  patients.orm.em.getConnection().execute(`select 1 from patient_export_part where export_id = '${id}'`);

it("an export that was made while records were merged is not to be had once they are taken apart", async () => {
  const before = [await exported(old), await exported(current)];
  await join();
  const during = await exported(old);
  const { downloadUrl } = await read(during);
  expect(await fetched(downloadUrl)).toBe(200);
  await part();
  expect(await fetched(downloadUrl)).toBe(404);
  expect(await read(during)).toEqual({ status: "EXPIRED", downloadUrl: null });
  expect(await partsOf(during)).toEqual([]);
  const told = await patients.orm.em
    .getConnection()
    .execute(
      `select payload->>'status' as status from outbox_event where aggregate_id = '${during}' order by sequence desc limit 1`,
    );
  expect(told).toEqual([{ status: "EXPIRED" }]);
  // What was made of each by itself is theirs, before as after.
  for (const id of [...before, await exported(old)]) expect(await fetched((await read(id)).downloadUrl)).toBe(200);
});

it("an export asks of the records that are the patient's as of then, whoever else has not heard of it yet", async () => {
  const ids = [String(current?.id), String(old?.id)];
  const askedOf = async (record: Record | undefined) => {
    billing.records.length = 0;
    await exported(record);
    return billing.records;
  };
  expect(await askedOf(old)).toEqual([[ids[1]], [ids[1]]]);
  await join();
  expect(await askedOf(old)).toEqual([ids, ids]);
  await part();
  expect(await askedOf(current)).toEqual([[ids[0]], [ids[0]]]);
});

it("an export that is under way when records are taken apart is not to be had, whoever works on it", async () => {
  await join();
  billing.answer = () => 503;
  const waiting = await exported(current);
  expect(await read(waiting)).toMatchObject({ status: "GATHERING" });
  await part();
  expect(await read(waiting)).toMatchObject({ status: "EXPIRED" });
  expect(await partsOf(waiting)).toEqual([]);

  await join();
  const working = await asked(current);
  billing.answer = async (from) => {
    if (from !== null) await part();
    return twoPages(from);
  };
  await work();
  expect(await read(working)).toEqual({ status: "EXPIRED", downloadUrl: null });
  expect(await partsOf(working)).toEqual([]);
});

it("an export that was begun before records were merged is not to be had once they are taken apart, whatever the clocks say", async () => {
  const begun = await asked(current);
  billing.records.length = 0;
  billing.answer = async (from) => {
    if (from === null) await join();
    else {
      // Whoever works on it has a clock that is behind the one of whoever merged.
      await patients.database.asOwner(
        `update patient_export set updated_at = updated_at - interval '1 hour' where id = '${begun}'`,
      );
      await part();
    }
    return twoPages(from);
  };
  await work();
  expect(billing.records).toEqual([[current?.id], expect.arrayContaining([current?.id, old?.id])]);
  expect(await read(begun)).toEqual({ status: "EXPIRED", downloadUrl: null });
  expect(await partsOf(begun)).toEqual([]);
});
