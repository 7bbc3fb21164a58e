import "reflect-metadata";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { applyOnce } from "../inbox/inbox.ts";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import { migrate } from "../persistence/migrate.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import { restrictionConsumer, restrictionTypes } from "../restriction/restriction.consumer.ts";
import { rotateKeys } from "../sensitive/key.rotation.ts";
import { keyFileService } from "../sensitive/key-file.service.ts";
import { subjectCatalogue } from "../subject/subject.catalogue.ts";
import { aboutPatients } from "../subject/subject.rules.ts";
import { describeFault } from "../telemetry/fault.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { erasureConsumer, erasureOrderedType } from "./erasure.consumer.ts";
import {
  archive,
  archiveRules,
  Blot,
  Entry,
  Folder,
  goneSheets,
  Hint,
  Pair,
  Sheet,
  Shelf,
  Step,
} from "./erasure.fixture.ts";
import { markErased } from "./erasure.lock.ts";
import { youngestRows } from "./retention.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const elsewhere = "0199a000-0000-7000-8000-000000000002";
const canary = "canary";

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(archive);
});
afterAll(() => subgraph.close());

let patientId: string;
let alias: string;
let stranger: string;
beforeEach(() => {
  goneSheets.length = 0;
  [patientId, alias, stranger] = [uuidv7(), uuidv7(), uuidv7()];
});

const bound = (organization = organizationId) => boundEntityManager(subgraph.orm, organization);
const sql = <Row>(statement: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
  subgraph.orm.em.getConnection().execute(statement, [...parameters]);

interface Filled {
  readonly folderId: string;
  readonly sheetId: string;
}

/** A row in every table that is about `whose`. */
async function fill(whose: string, organization = organizationId): Promise<Filled> {
  const em = bound(organization);
  const folder = em.create(Folder, {
    patientId: whose,
    label: `${canary}-${uuidv7()}`,
    text: canary,
    shelf: "A",
  } as never);
  const folderId = (folder as { id: string }).id;
  await em.flush();
  const sheet = em.create(Sheet, { folderId, words: canary, writtenAt: new Date("2001-01-01") } as never);
  const sheetId = (sheet as { id: string }).id;
  await em.flush();
  em.create(Blot, { sheetId } as never);
  em.create(Step, { folderId, remark: canary, takenAt: new Date() } as never);
  em.create(Pair, { oneId: uuidv7(), otherId: whose, reason: canary } as never);
  em.create(Entry, { patientId: whose, amount: 5 } as never);
  em.create(Hint, { organizationId: organization, hintId: uuidv7(), patientId: whose, status: canary } as never);
  await em.flush();
  return { folderId, sheetId };
}

const consumer = erasureConsumer({ name: archive.name, subjectRules: archiveRules });

function ordered(...patientIds: string[]): LoggedEvent {
  const [first = ""] = patientIds;
  return eventOf(erasureOrderedType, { erasureId: uuidv7(), patientId: first, patientIds });
}

function eventOf(type: string, payload: Record<string, unknown>): LoggedEvent {
  return {
    ...{
      position: 1,
      id: uuidv7(),
      type,
      typeVersion: 1,
      organizationId,
      aggregateType: "Thing",
      aggregateId: uuidv7(),
    },
    ...{
      aggregateVersion: 1,
      occurredAt: new Date(),
      actorId: uuidv7(),
      correlationId: "test",
      imported: false,
      payload,
    },
  };
}

async function erase(event: LoggedEvent): Promise<number> {
  const handle = consumer.handles[event.type];
  if (!handle) throw new Error("The consumer does not know its event.");
  return applyOnce({ orm: subgraph.orm, consumer: consumer.name }, [event], handle);
}

/** Every row of every table that names one of these patients, or hangs on one that does, as the database has it. */
async function tablesOf(whose: string): Promise<Record<string, Record<string, unknown>[]>> {
  const ofFolders = "in (select id from folder where patient_id = ?)";
  const conditions: Record<string, string> = {
    folder: "patient_id = ?",
    folder_sheet: `folder_id ${ofFolders}`,
    sheet_blot: `sheet_id in (select id from folder_sheet where folder_id ${ofFolders})`,
    folder_step: `folder_id ${ofFolders}`,
    folder_pair: "? in (one_id, other_id)",
    ledger_entry: "patient_id = ?",
    hint: "patient_id = ?",
  };
  const tables: Record<string, Record<string, unknown>[]> = {};
  for (const [table, condition] of Object.entries(conditions))
    tables[table] = await sql(`select * from ${table} where ${condition} order by 1`, [whose]);
  return tables;
}

it("says of rows that an erasure changes whether they are retained", async () => {
  const rule = aboutPatients(Pair, { whose: { patientBy: "oneId" }, erasure: { kind: "delete" } });
  const faults = (await subjectCatalogue({ entities: [Pair], subjectRules: [rule] })).flatMap((entry) => entry.faults);
  expect(faults).toEqual(["says not whether its rows are retained"]);
  const declared = await subjectCatalogue(archive);
  expect(declared.flatMap((entry) => entry.faults)).toEqual([]);
  expect(declared.find(({ table }) => table === "folder_sheet")?.retained).toBe("since `written_at`, or `created_at`");
});

it("ends what kept the patient's records from others, and leaves out what is told of it afterwards", async () => {
  const restrict = async (whose: string) => {
    const { handles, name } = restrictionConsumer;
    const payload = { restrictionId: uuidv7(), patientId: whose, patientIds: [whose] };
    const begun = eventOf(restrictionTypes.begun, payload);
    expect(await applyOnce({ orm: subgraph.orm, consumer: name }, [begun], handles[begun.type] as never)).toBe(1);
  };
  const restricted = () => sql("select patient_id from restricted_patient order by patient_id");
  const [gone, kept] = [uuidv7(), uuidv7()];
  await restrict(gone);
  await restrict(kept);
  expect(await restricted()).toEqual([{ patient_id: gone }, { patient_id: kept }]);
  expect(await erase(ordered(gone))).toBe(1);
  expect(await restricted()).toEqual([{ patient_id: kept }]);
  await restrict(gone);
  expect(await restricted()).toEqual([{ patient_id: kept }]);
});

it("does with each table what is declared, of all records, and with nobody else's", async () => {
  const { folderId, sheetId } = await fill(patientId);
  await fill(alias);
  await fill(stranger);
  await fill(patientId, elsewhere);
  const [others, theirs] = [
    await tablesOf(stranger),
    await sql("select * from folder where organization_id = ?", [elsewhere]),
  ];

  const event = ordered(patientId, alias);
  expect(await erase(event)).toBe(1);

  const left = await tablesOf(patientId);
  expect(left.folder?.find(({ id }) => id === folderId)).toMatchObject({
    ...{ label: `erased-${folderId}`, text: null, text_index: null, shelf: "A", version: 2 },
  });
  const counts = Object.fromEntries(Object.entries(left).map(([table, rows]) => [table, rows.length]));
  // Another organization's of the same id are all there.
  expect(counts).toEqual({
    ...{ folder: 2, folder_sheet: 1, sheet_blot: 1, folder_step: 2, folder_pair: 1, ledger_entry: 2, hint: 1 },
  });
  expect(left.folder_step?.map(({ remark }) => remark === null).sort()).toEqual([false, true]);
  expect(goneSheets).toContain(sheetId);
  expect(goneSheets).toHaveLength(2);
  expect(await tablesOf(stranger)).toEqual(others);
  expect(await sql("select * from folder where organization_id = ?", [elsewhere])).toEqual(theirs);
  expect((await tablesOf(alias)).folder_sheet).toEqual([]);

  const [told] = await sql<{ payload: object }>(
    "select payload from outbox_event where type = 'archive.patient.erased' and aggregate_id = ?",
    [event.payload.erasureId],
  );
  expect(told?.payload).toMatchObject({
    patientId,
    tables: [
      { table: "folder", outcome: "PSEUDONYMISED", rows: 2 },
      { table: "folder_pair", outcome: "DELETED", rows: 2 },
      { table: "folder_sheet", outcome: "DELETED", rows: 2 },
      { table: "folder_step", outcome: "PSEUDONYMISED", rows: 2 },
      { table: "hint", outcome: "DELETED", rows: 2 },
      { table: "ledger_entry", outcome: "KEPT", rows: 2 },
      { table: "sheet_blot", outcome: "DELETED", rows: 2 },
    ],
  });
  expect(
    await sql("select actions, subject_ids from audit_entry where entity_ids = array[?::uuid]", [
      event.payload.erasureId,
    ]),
  ).toEqual([{ actions: ["patient.erase"], subject_ids: [patientId] }]);
});

it("has nothing to do a second time, by the same order or another one", async () => {
  await fill(patientId);
  const event = ordered(patientId);
  expect([await erase(event), await erase(event)]).toEqual([1, 0]);
  const before = await tablesOf(patientId);
  expect(await erase(ordered(patientId))).toBe(1);
  const after = await tablesOf(patientId);
  expect(after.folder?.map(({ label, text }) => [label, text])).toEqual(
    before.folder?.map(({ label, text }) => [label, text]),
  );
  expect({ ...after, folder: [] }).toEqual({ ...before, folder: [] });
});

const constraintOf = async (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => describeFault(error).constraint ?? describeFault(error).code,
  );

/** Writes one row as a command would. */
async function write(row: (em: EntityManager) => void): Promise<unknown> {
  const em = bound();
  row(em);
  return em.flush();
}

it("refuses what would be written of whom it erased, and no other's", async () => {
  const { folderId } = await fill(patientId);
  await erase(ordered(patientId));
  const writing = {
    folder: (em: EntityManager) => em.create(Folder, { patientId, label: uuidv7(), shelf: "B" } as never),
    sheet: (em: EntityManager) => em.create(Sheet, { folderId, words: canary, writtenAt: new Date() } as never),
    step: (em: EntityManager) => em.create(Step, { folderId, remark: canary, takenAt: new Date() } as never),
    silentStep: (em: EntityManager) => em.create(Step, { folderId, takenAt: new Date() } as never),
    pair: (em: EntityManager) => em.create(Pair, { oneId: uuidv7(), otherId: patientId } as never),
    entry: (em: EntityManager) => em.create(Entry, { patientId, amount: 1 } as never),
    shelf: (em: EntityManager) => em.create(Shelf, { place: "C" } as never),
    anothers: (em: EntityManager) => em.create(Entry, { patientId: stranger, amount: 1 } as never),
  };
  const outcomes: Record<string, unknown> = {};
  for (const [kind, row] of Object.entries(writing)) outcomes[kind] = await constraintOf(write(row));
  const refused = "patient_is_erased";
  expect(outcomes).toEqual({
    ...{ folder: refused, sheet: refused, step: refused, silentStep: "done", pair: refused, entry: refused },
    ...{ shelf: "done", anothers: "done" },
  });
});

it("lets go on what stays, but not what was taken from it", async () => {
  const { folderId } = await fill(patientId);
  await erase(ordered(patientId));
  const change = async (values: object) => {
    const em = bound();
    em.assign(await em.findOneOrFail(Folder, { id: folderId } as never), values as never);
    await em.flush();
  };
  expect(await constraintOf(change({ shelf: "Z" }))).toBe("done");
  expect(await constraintOf(change({ text: canary }))).toBe("patient_is_erased");
  expect(await constraintOf(sql("update ledger_entry set amount = 6 where patient_id = ?", [patientId]))).toBe(
    "patient_is_erased",
  );
});

it("writes nothing of what an event tells late, and is done with it", async () => {
  await fill(patientId);
  await erase(ordered(patientId));
  const tell = (whose: string) =>
    applyOnce({ orm: subgraph.orm, consumer: "hints" }, [eventOf("hint.given", {})], async ({ em }) => {
      await em.execute(
        `insert into hint values (?, ?, ?, ?) on conflict (organization_id, hint_id) do update set status = excluded.status`,
        [organizationId, uuidv7(), whose, canary],
      );
    });
  expect([await tell(patientId), await tell(stranger)]).toEqual([1, 1]);
  expect((await tablesOf(patientId)).hint).toEqual([]);
  expect((await tablesOf(stranger)).hint).toHaveLength(1);
});

it("alone changes rows that never change otherwise", async () => {
  const { folderId } = await fill(patientId);
  const change = (column: string) => sql(`update folder_step set ${column} = null where folder_id = ?`, [folderId]);
  expect([await constraintOf(change("remark")), await constraintOf(change("taken_at"))]).toEqual(["42501", "42501"]);
});

it("changes of them what is declared of whom it erased, whatever a transaction says of itself", async () => {
  const { folderId } = await fill(patientId);
  const other = await fill(stranger);
  const setting = (name: string, assignment: string, id: string) =>
    constraintOf(
      bound().transactional(async (em) => {
        await em.execute("select set_config(?, 'on', true)", [name]);
        await em.execute(`update folder_step set ${assignment} where folder_id = ?`, [id]);
      }),
    );
  await bound().transactional((em) => markErased(em, [patientId]));
  const erasing = "careconnect.erasing";
  expect({
    another: await setting(erasing, "remark = null", other.folderId),
    rewritten: await setting(erasing, "remark = 'otherwise'", folderId),
    resealed: await setting("careconnect.resealing", "remark = 'otherwise'", folderId),
    // Whatever the serving role was granted.
    column: await asOwner(`select set_config('careconnect.erasing', 'on', true);
      update folder_step set remark = null, taken_at = now() where folder_id = '${folderId}'`),
    taken: await setting(erasing, "remark = null", folderId),
  }).toEqual({ another: "42501", rewritten: "42501", resealed: "42501", column: "42501", taken: "done" });
});

/** Runs `statements` as the owner of the tables, in one transaction. */
const asOwner = (statements: string) => constraintOf(subgraph.database.asOwner(statements));

const rotate = () =>
  rotateKeys({
    ...{ subgraph: archive.name, entities: archive.entities, service: keyFileService, settling: 0 },
    ...{ ownerUrl: subgraph.database.ownerUrl, organizationId, say: () => undefined },
  });

it("guards no more what is declared otherwise, once that was migrated", async () => {
  await erase(ordered(patientId));
  const database = { ownerUrl: subgraph.database.ownerUrl, applicationRole: "test_archive_app" };
  const config = { ...database, ownerIsApplication: false, broker: undefined };
  const triggers = () =>
    sql(
      `select relname, tgname from pg_trigger join pg_class on pg_class.oid = tgrelid where not tgisinternal order by 1, 2`,
    );
  const pair = () =>
    constraintOf(write((em) => em.create(Pair, { oneId: uuidv7(), otherId: patientId, reason: canary } as never)));
  const before = await triggers();
  expect(await pair()).toBe("patient_is_erased");
  const kept = aboutPatients(Pair, {
    whose: { patientBy: "oneId", orBy: "otherId" },
    erasure: { kind: "keep", because: "it is a ledger now" },
  });
  const subjectRules = archiveRules.map((rule) => (rule.entity === Pair ? kept : rule));
  await migrate({ ...archive, subjectRules }, config);
  expect(await pair()).toBe("done");
  expect(await triggers()).toEqual(before.filter((one) => (one as { relname: string }).relname !== "folder_pair"));
  await migrate(archive, config);
  expect(await triggers()).toEqual(before);
});

it("keeps no row from being sealed anew with another key", async () => {
  const { folderId } = await fill(patientId);
  const stored = async () =>
    (await sql<{ remark: string }>("select remark from folder_step where folder_id = ?", [folderId]))[0]?.remark;
  const before = await stored();
  await rotate();
  expect(await stored()).not.toBe(before);
  expect(await bound().findOneOrFail(Step, { folderId } as never)).toMatchObject({ remark: canary });
});

it("keeps no row of whom it is about to erase from that, either", async () => {
  const { folderId } = await fill(patientId);
  await bound().transactional((em) => markErased(em, [patientId]));
  const stored = async () => (await sql<{ text: string }>("select text from folder where id = ?", [folderId]))[0]?.text;
  const before = await stored();
  await rotate();
  expect(await stored()).not.toBe(before);
  await erase(ordered(patientId));
  expect(await stored()).toBeNull();
});

it("knows the youngest row of each table whose rows are retained", async () => {
  const { folderId } = await fill(patientId);
  const [newest, other, ...more] = await youngestRows(bound(), archiveRules, [patientId, stranger]);
  expect(newest?.table).toBe("folder");
  expect(Date.now() - Number(newest?.at)).toBeLessThan(60_000);
  expect([other, ...more]).toEqual([{ table: "folder_sheet", at: new Date("2001-01-01") }]);

  const em = bound();
  em.create(Sheet, { folderId, words: canary } as never);
  await em.flush();
  const ages = await youngestRows(bound(), archiveRules, [patientId, stranger]);
  expect(Date.now() - Number(ages.find(({ table }) => table === "folder_sheet")?.at)).toBeLessThan(60_000);
});

it("makes nobody wait but for one patient at a time, of one organization", async () => {
  const writing = (organization: string) =>
    constraintOf(
      bound(organization).transactional(async (em) => {
        await em.execute("set local lock_timeout = '300ms'");
        em.create(Pair, { oneId: uuidv7(), otherId: known, reason: canary } as never);
        await em.flush();
      }),
    );
  const known = "0199a000-0000-7000-8000-00000000000a";
  const outcomes = await bound().transactional(async (em) => {
    await markErased(em, [known]);
    return [await writing(organizationId), await writing(elsewhere)];
  });
  expect(outcomes).toEqual(["55P03", "done"]);
  expect(consumer.together).toBe(1);
});

it("leaves nothing of what is written at the same moment, and loses no other's", async () => {
  const { folderId } = await fill(patientId);
  const writers = Array.from({ length: 24 }, async (_, index) => {
    const whose = index % 2 === 0 ? patientId : stranger;
    for (let turn = 0; turn < 8; turn += 1) {
      const outcome = await constraintOf(
        bound().transactional(async (em) => {
          if (whose === patientId)
            await em.findOne(Folder, { id: folderId } as never, { lockMode: LockMode.PESSIMISTIC_WRITE });
          em.create(Pair, { oneId: uuidv7(), otherId: whose, reason: canary } as never);
          await em.flush();
        }),
      );
      // A deadlock is tried again by whoever gave the command.
      expect(["done", "40P01", ...(whose === patientId ? ["patient_is_erased"] : [])]).toContain(outcome);
    }
  });
  const erasing = (async () => {
    const event = ordered(patientId);
    for (;;) {
      const outcome = await constraintOf(erase(event));
      if (outcome !== "40P01") return outcome;
    }
  })();
  expect((await Promise.all([erasing, ...writers]))[0]).toBe("done");
  expect((await tablesOf(patientId)).folder_pair).toEqual([]);
  expect((await tablesOf(stranger)).folder_pair?.length).toBeGreaterThan(80);
});
