import { defineEntity, p } from "@mikro-orm/core";
import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { CreatePatientAliases } from "../alias/alias.migration.ts";
import { PatientAlias } from "../alias/patient-alias.entity.ts";
import {
  AddDecisionTimesToCareConsents,
  AddEndsToCareVisits,
  CreateCareConsents,
  CreateCareGrants,
  CreateCareVisits,
} from "../care/care.migration.ts";
import { defaultCareDays, useCareDays } from "../care/care.window.ts";
import { CareConsent } from "../care/care-consent.entity.ts";
import { CareGrant } from "../care/care-grant.entity.ts";
import { CareVisit } from "../care/care-visit.entity.ts";
import { boundEntityManager, openOrm } from "../persistence/orm.ts";
import { ownedRow } from "../persistence/row.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { type ConsentSubject, patientsWithin, type Reach, rowsWithin, type Way } from "./reach.ts";

const Chart = defineEntity({
  name: "Chart",
  tableName: "chart",
  properties: { ...ownedRow, patientId: p.uuid(), providerId: p.uuid().$type<string | null>().nullable() },
});
const care = { visits: "care_visit", grants: "care_grant", consents: "care_consent" };

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({
    ...{ name: "reach", entities: [], resolvers: [], references: {} },
    migrations: [
      ...[CreateCareVisits, CreateCareGrants, AddEndsToCareVisits, CreatePatientAliases],
      ...[CreateCareConsents, AddDecisionTimesToCareConsents],
    ],
  });
  await database.asOwner(
    `create table chart (id uuid primary key, organization_id uuid not null, version int not null default 1,
       created_at timestamptz(3) not null, updated_at timestamptz(3) not null, patient_id uuid not null, provider_id uuid null);
     grant all on chart to test_reach_app`,
  );
  orm = await openOrm({ url: database.url, entities: [CareVisit, CareGrant, CareConsent, PatientAlias, Chart] });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const now = new Date("2026-06-15T12:00:00.000Z");
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now }));
afterEach(() => {
  vi.useRealTimers();
  useCareDays(defaultCareDays);
});

/** So many days from now, and so many milliseconds more. */
function inDays(days: number, milliseconds = 0): Date {
  return new Date(now.getTime() + days * 86_400_000 + milliseconds);
}

const [organizationId, elsewhere, doctor, colleague] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];

/** A patient whom the doctor sees tomorrow, unless told. */
async function visited(visit: Partial<CareVisit> = {}): Promise<string> {
  const facts = { organizationId, appointmentId: uuidv7(), patientId: uuidv7(), providerId: doctor, status: "BOOKED" };
  const row = { ...facts, startsAt: inDays(1), aggregateVersion: 1, ...visit };
  await boundEntityManager(orm, row.organizationId).insert(CareVisit, row);
  return row.patientId;
}

/** A patient to whom the doctor was given access until tomorrow, unless told. */
async function granted(grant: Partial<CareGrant> = {}): Promise<string> {
  const facts = { organizationId, grantId: uuidv7(), patientId: uuidv7(), providerId: doctor, endedAt: null };
  const row = { ...facts, until: inDays(1), aggregateVersion: 1, ...grant };
  await boundEntityManager(orm, row.organizationId).insert(CareGrant, row);
  return row.patientId;
}

/** By which relations the doctor reaches the patient: asked for the patient, and for a row about them. */
async function waysTo(patientId: string): Promise<string[]> {
  const em = boundEntityManager(orm, organizationId);
  em.create(Chart, { patientId } as never);
  await em.flush();
  const ways: string[] = [];
  for (const relation of ["care", "grant"] as const) {
    const reach: Reach = [{ relation, organizationId, providerId: doctor }];
    const isWithin = (await patientsWithin(em, reach, care, [patientId, uuidv7()])).has(patientId);
    const rows = { $and: [{ patientId }, rowsWithin(reach, { patient: "patientId", care })] };
    expect(await em.fork().count(Chart, rows)).toBe(isWithin ? 1 : 0);
    if (isWithin) ways.push(relation);
  }
  return ways;
}

describe("a visit makes its patient one of the provider's", () => {
  it.each([
    ["90 days after it", inDays(-90), ["care"]],
    ["no longer a moment later", inDays(-90, -1), []],
    ["a moment less than 30 days before it", inDays(30, -1), ["care"]],
    ["not yet 30 days before it", inDays(30), []],
  ])("%s", async (_when, startsAt, ways) => {
    expect(await waysTo(await visited({ startsAt }))).toEqual(ways);
  });

  it.each([
    ...["REQUESTED", "BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS", "FULFILLED"].map((status) => [status, true]),
    ...["CANCELLED", "NO_SHOW"].map((status) => [status, false]),
  ] as [string, boolean][])("while it is %s: %s", async (status, isCare) => {
    expect(await waysTo(await visited({ status }))).toEqual(isCare ? ["care"] : []);
  });

  it("not another provider's, and not in another organization", async () => {
    expect(await waysTo(await visited({ providerId: colleague }))).toEqual([]);
    expect(await waysTo(await visited({ organizationId: elsewhere }))).toEqual([]);
  });

  it("for as many days as were set", async () => {
    useCareDays({ before: 1, ahead: 2 });
    expect(await waysTo(await visited({ startsAt: inDays(-1) }))).toEqual(["care"]);
    expect(await waysTo(await visited({ startsAt: inDays(-1, -1) }))).toEqual([]);
    expect(await waysTo(await visited({ startsAt: inDays(2, -1) }))).toEqual(["care"]);
    expect(await waysTo(await visited({ startsAt: inDays(2) }))).toEqual([]);
  });
});

describe("access that was given", () => {
  it.each([
    ["reaches the patient until its time", { until: inDays(0, 1) }, ["grant"]],
    ["is over at its time", { until: inDays(0) }, []],
    ["is over when somebody ended it", { endedAt: inDays(0, -1) }, []],
    ["is nobody else's", { providerId: colleague }, []],
    ["is of one organization", { organizationId: elsewhere }, []],
  ])("%s", async (_what, grant, ways) => {
    expect(await waysTo(await granted(grant))).toEqual(ways);
  });
});

describe("a patient's refusal", () => {
  const refusedTo = (
    subject: ConsentSubject,
    patientId: string,
    decision = "DENY",
    { organization = organizationId, decidedAt = null as Date | null } = {},
  ) =>
    boundEntityManager(orm, organization).insert(CareConsent, {
      ...{ organizationId: organization, consentId: uuidv7(), patientId, ...subject, decision, decidedAt },
      aggregateVersion: 1,
    });
  const seeing = { scope: "PROVIDER_ACCESS", subject: doctor } as const;
  const sharing = { scope: "DATA_SHARING", subject: "APPLICATIONS" } as const;
  const left = async (way: Way, patientIds: readonly string[]) => {
    const em = boundEntityManager(orm, organizationId);
    const found = await patientsWithin(em, [way], care, patientIds);
    // Rows of patients and the patients themselves are left out alike.
    for (const patientId of patientIds) em.create(Chart, { patientId } as never);
    await em.flush();
    const owners = { patient: "patientId", provider: "providerId", care };
    const rows = await em
      .fork()
      .find(Chart, { $and: [{ patientId: { $in: [...patientIds] } }, rowsWithin([way], owners)] });
    expect(new Set(rows.map((row) => row.patientId))).toEqual(found);
    return patientIds.filter((id) => found.has(id));
  };

  it.each(["care", "grant"] as const)("leaves them out of what comes by %s", async (relation) => {
    const known = () => (relation === "care" ? visited() : granted());
    const [refusing, permitting, toColleague, elsewhereRefusing] = [
      await known(),
      await known(),
      await known(),
      await known(),
    ];
    await refusedTo(seeing, refusing);
    await refusedTo(seeing, permitting, "PERMIT");
    await refusedTo({ ...seeing, subject: colleague }, toColleague);
    await refusedTo(seeing, elsewhereRefusing, "DENY", { organization: elsewhere });
    const way = { relation, organizationId, providerId: doctor, refusals: { organizationId, refused: [seeing] } };
    const all = [refusing, permitting, toColleague, elsewhereRefusing];
    expect(await left(way, all)).toEqual([permitting, toColleague, elsewhereRefusing]);
    expect(await left({ relation, organizationId, providerId: doctor }, all)).toEqual(all);
  });

  it.each([
    ["a permission after a refusal", "DENY", -2, "PERMIT", -1, true],
    ["a refusal after a permission", "PERMIT", -2, "DENY", -1, false],
    ["a permission before a refusal, of the record that stands", "DENY", -1, "PERMIT", -2, false],
    ["a refusal and a permission of the same moment", "DENY", -1, "PERMIT", -1, false],
    ["a permission and a refusal of which nobody knows when", "DENY", null, "PERMIT", -1, false],
    ["a refusal and a permission of which nobody knows when", "PERMIT", null, "DENY", null, false],
  ] as const)("of records that were merged is what was said last: %s", async (...said) => {
    const [_what, before, beforeDays, after, afterDays, isSeen] = said;
    const at = (days: number | null) => ({ decidedAt: days === null ? null : inDays(days) });
    const [old, current, beside] = [await visited(), await visited(), await visited()];
    await refusedTo(seeing, old, before, at(beforeDays));
    await refusedTo(seeing, current, after, at(afterDays));
    // What is said of something else, or of somebody else, is not said of this.
    await refusedTo({ ...seeing, subject: colleague }, old, "PERMIT", at(-0.5));
    await refusedTo(seeing, beside, "PERMIT", at(-0.5));
    const way = {
      ...({ relation: "care", organizationId, providerId: doctor } as const),
      refusals: { organizationId, refused: [seeing] },
    };
    const permitted = [...(before === "PERMIT" ? [old] : []), ...(after === "PERMIT" ? [current] : []), beside];
    expect(await left(way, [old, current, beside])).toEqual(permitted);
    const alias = { organizationId, patientId: old, survivingId: current, aggregateVersion: 1 };
    const em = boundEntityManager(orm, organizationId);
    await em.insert(PatientAlias, { ...alias, endedAt: null });
    expect(await left(way, [old, current, beside])).toEqual(isSeen ? [old, current, beside] : [beside]);
    await em.nativeUpdate(PatientAlias, { patientId: old }, { endedAt: new Date() });
    expect(await left(way, [old, current, beside])).toEqual(permitted);
  });

  it("to share leaves them out of what the organization shows an application", async () => {
    const [refusing, permitting] = [uuidv7(), uuidv7()];
    await refusedTo(sharing, refusing);
    await refusedTo(seeing, permitting);
    const way: Way = { relation: "organization", refusals: { organizationId, refused: [sharing] } };
    expect(await left(way, [refusing, permitting])).toEqual([permitting]);
  });

  it("to share leaves them out of what is the provider's own, too", async () => {
    const em = boundEntityManager(orm, organizationId);
    const [refusing, permitting] = [uuidv7(), uuidv7()];
    await refusedTo(sharing, refusing);
    for (const patientId of [refusing, permitting]) em.create(Chart, { patientId, providerId: doctor } as never);
    await em.flush();
    const refusals = { organizationId, refused: [sharing] };
    const within = rowsWithin([{ relation: "own", providerId: doctor, refusals }], {
      ...{ patient: "patientId", provider: "providerId", care },
    });
    const rows = await em.fork().find(Chart, { $and: [{ patientId: { $in: [refusing, permitting] } }, within] });
    expect(rows.map((row) => row.patientId)).toEqual([permitting]);
  });
});
