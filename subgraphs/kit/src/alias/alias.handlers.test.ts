import { defineEntity, p } from "@mikro-orm/core";
import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { boundEntityManager, openOrm } from "../persistence/orm.ts";
import { ownedRow } from "../persistence/row.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { patientAliasHandlers } from "./alias.handlers.ts";
import { CreatePatientAliases } from "./alias.migration.ts";
import { anyRecordOf, currentPatient, currentRecordOf, recordsOf, standingForThemselves } from "./patient.family.ts";
import { PatientAlias } from "./patient-alias.entity.ts";

const Chart = defineEntity({
  name: "Chart",
  tableName: "chart",
  properties: { ...ownedRow, patientId: p.uuid(), currentPatientId: currentPatient() },
});

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({
    ...{ name: "alias", entities: [], resolvers: [], references: {} },
    migrations: [CreatePatientAliases],
  });
  await database.asOwner(
    `create table chart (id uuid primary key, organization_id uuid not null, version int not null default 1,
       created_at timestamptz(3) not null, updated_at timestamptz(3) not null, patient_id uuid not null);
     grant all on chart to test_alias_app`,
  );
  orm = await openOrm({ url: database.url, entities: [PatientAlias, Chart] });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});
beforeEach(() => database.asOwner("truncate patient_alias, chart"));

const [organizationId, elsewhere] = [uuidv7(), uuidv7()];
const [one, other, third, stranger] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
const ended = new Date().toISOString();

interface Told {
  readonly patientId: string;
  readonly survivingId: string;
  readonly version: number;
  readonly endedAt?: string;
}

/** Lets the handler apply events of one organization, as the inbox would. */
async function tell(told: readonly Told[], organization = organizationId): Promise<void> {
  await boundEntityManager(orm, organization).transactional(async (em) => {
    await patientAliasHandlers()["patient.merged"]?.(
      { em },
      told.map(({ version, endedAt = null, ...payload }) => ({
        ...{ position: 1, id: uuidv7(), type: "patient.merged", typeVersion: 1, organizationId: organization },
        ...{ aggregateType: "PatientMerge", aggregateId: payload.patientId, aggregateVersion: version },
        ...{ occurredAt: new Date(), actorId: uuidv7(), correlationId: "test", imported: false },
        payload: { ...payload, endedAt },
      })),
    );
  });
}

/** All records of each, the one that stands for them first. */
async function known(...ids: readonly string[]): Promise<readonly string[][]> {
  const records = await recordsOf(boundEntityManager(orm, organizationId), ids);
  return ids.map((id) => [...(records.get(id) ?? [])]);
}

it("knows all records of a patient by each of them, and who stands for all", async () => {
  await tell([
    { patientId: one, survivingId: third, version: 1 },
    { patientId: other, survivingId: third, version: 1 },
  ]);
  const all = [third, ...[one, other].sort()];
  expect(await known(one, other, third, stranger)).toEqual([all, all, all, [stranger]]);
});

it("keeps what is newest of a record, in whatever order it is told", async () => {
  const merged = { patientId: one, survivingId: other };
  await tell([{ ...merged, version: 2, endedAt: ended }]);
  await tell([{ ...merged, version: 1 }]);
  expect(await known(one)).toEqual([[one]]);
  await tell([{ patientId: one, survivingId: third, version: 3 }]);
  await tell([{ ...merged, version: 1 }]);
  expect(await known(one)).toEqual([[third, one]]);
});

it("finds the rows of all records by any of them, and says whose they are now", async () => {
  const em = boundEntityManager(orm, organizationId);
  for (const patientId of [one, other, stranger]) em.create(Chart, { patientId } as never);
  await em.flush();
  await tell([{ patientId: one, survivingId: other, version: 1 }]);
  for (const id of [one, other]) {
    const charts = await em.fork().find(Chart, { patientId: anyRecordOf(organizationId, [id]) } as never);
    expect(charts.map(({ patientId }) => patientId).sort()).toEqual([one, other].sort());
    expect(charts.map(({ currentPatientId }) => currentPatientId)).toEqual([other, other]);
    expect(await em.fork().count(Chart, { patientId: currentRecordOf(organizationId, id) } as never)).toBe(1);
  }
  const themselves = await em.fork().find(Chart, { patientId: standingForThemselves(organizationId) } as never);
  expect(themselves.map(({ patientId }) => patientId).sort()).toEqual([other, stranger].sort());
});

it("knows nothing of what another organization merged", async () => {
  await tell([{ patientId: one, survivingId: other, version: 1 }], elsewhere);
  expect(await known(one)).toEqual([[one]]);
  const em = boundEntityManager(orm, organizationId);
  em.create(Chart, { patientId: one } as never);
  await em.flush();
  const [chart] = await em.fork().find(Chart, { patientId: standingForThemselves(organizationId) } as never);
  expect(chart?.currentPatientId).toBe(one);
  expect(await em.fork().count(Chart, { patientId: anyRecordOf(organizationId, [other]) } as never)).toBe(0);
});
