import { randomUUID } from "node:crypto";
import { boundEntityManager, markRestricted, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  give,
  merge,
  nurse,
  organizationId,
  outcomeOf,
  type Record,
  register,
  staff,
  undo,
  visit,
} from "../merge/merge.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";

const admin: TestViewer = { organizationId, userId: randomUUID(), roles: [Role.ADMIN] };
/** Sees what is restricted, and writes histories. */
const chief: TestViewer = { ...admin, roles: [Role.ADMIN, Role.NURSE] };
const providerId = randomUUID();
const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId };
const stranger: TestViewer = { ...admin, organizationId: "0199a000-0000-7000-8000-000000000002" };
const asthma = { system: "http://snomed.info/sct", code: "195967001", display: "Asthma" };

let patients: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  beside = await startTestSubgraph(patientSubgraph, { beside: patients });
});
afterAll(async () => {
  await beside.close();
  await patients.close();
});

let record: Record;
let familyName: string;
beforeEach(async () => {
  familyName = `Quill${randomUUID().slice(0, 8).replace(/\d/g, "x")}`;
  record = await register(patients, { familyName });
  await give(patients, nurse, "recordCondition", "condition { id }", { ...asthma, patientId: record.id });
});

const sql = (statement: string): Promise<{ [column: string]: unknown }[]> =>
  patients.orm.em.getConnection().execute(statement);
const reason = "The patient says that it is wrong";
const restrict = (patientId = record.id, viewer: TestViewer = admin, at = patients) =>
  give(at, viewer, "restrictPatient", "restriction { id liftedAt reason }", { patientId, reason });
const lift = (patientId = record.id, viewer: TestViewer = admin) =>
  give(patients, viewer, "liftPatientRestriction", "restriction { id liftedAt liftReason }", {
    ...{ patientId, reason: "It was looked into" },
  });
/** A visit of long enough ago not to be waited for, and lately enough to be in somebody's care. */
const seen = () =>
  visit(patients, record.id, {
    ...{ providerId, status: "FULFILLED" },
    ...{ startsAt: new Date(Date.now() - 86_400_000), endsAt: new Date(Date.now() - 86_000_000) },
  });

/** How many sessions wait for a lock. */
async function waiting(): Promise<number> {
  const [row] = await sql(
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return Number(row?.count);
}

/** What somebody sees of the patient. */
async function seenBy(viewer: TestViewer) {
  const { data, errors } = await patients.query(
    viewer,
    `query ($id: ID!) {
       patient(id: $id) { id conditions { id } }
       patients(first: 5, filter: { search: "${familyName}" }) { totalCount nodes { id } }
     }`,
    { id: record.id },
  );
  if (errors) return errors[0]?.extensions.code;
  return [data.patient?.id ?? null, data.patients.totalCount];
}

describe("a restricted record", () => {
  it("is seen by administrators and by the patient, and by nobody else, from that moment on", async () => {
    await seen();
    const self = { organizationId, roles: [Role.PATIENT], patientId: record.id };
    const emergency: TestViewer = {
      ...{ organizationId, roles: [Role.PROVIDER], providerId: randomUUID() },
      breakGlass: [record.id],
    };
    const clinic = [staff, nurse, doctor, emergency];
    for (const viewer of clinic) expect((await seenBy(viewer))?.[0]).toBe(record.id);
    expect(outcomeOf(await restrict())).toBe("done");
    for (const viewer of clinic) expect(await seenBy(viewer)).toEqual([null, 0]);
    for (const viewer of [admin, self]) expect(await seenBy(viewer)).toEqual([record.id, 1]);
    // Whoever works here and is a patient, too, sees themselves.
    expect(await seenBy({ ...staff, patientId: record.id })).toEqual([record.id, 1]);
    await lift();
    for (const viewer of clinic) expect((await seenBy(viewer))?.[0]).toBe(record.id);
  });

  it("is not found among those who look like somebody", async () => {
    const twin = await register(patients, { givenName: "Ada", familyName });
    const lookalikes = async (viewer: TestViewer) => {
      const query = `{ patient(id: "${twin.id}") { possibleDuplicates(first: 10) { patient { id } } } }`;
      const { data } = await patients.query(viewer, query);
      return data.patient.possibleDuplicates.map(({ patient }: { patient: { id: string } }) => patient.id);
    };
    const before = await lookalikes(staff);
    await restrict();
    expect(await lookalikes(staff)).toEqual(before.filter((id: string) => id !== record.id));
  });

  it("is not changed by anybody, nor merged or taken apart, until that is lifted", async () => {
    const [merged, other] = [await register(patients), await register(patients)];
    await merge(patients, { id: merged.id, intoId: record.id });
    expect(outcomeOf(await restrict(merged.id))).toBe("done");
    expect(
      await sql(`select patient_id from restricted_patient where patient_id in ('${merged.id}', '${record.id}')`),
    ).toHaveLength(2);
    const write = (viewer: TestViewer, patientId: string) =>
      give(patients, viewer, "recordCondition", "condition { id }", { ...asthma, code: "1000001", patientId });
    expect(outcomeOf(await write(chief, record.id))).toBe("PATIENT_RESTRICTED patientId");
    expect(outcomeOf(await write(chief, merged.id))).toBe("PATIENT_RESTRICTED patientId");
    expect(outcomeOf(await write(nurse, record.id))).toBe("NOT_FOUND patientId");
    // Nor is the front desk told that there is somebody who is restricted.
    const granted = { patientId: record.id, providerId, until: new Date(Date.now() + 3_600_000), reason: "Covers" };
    const grant = (viewer: TestViewer) => give(patients, viewer, "grantPatientAccess", "accessGrant { id }", granted);
    expect(outcomeOf(await grant(staff))).toBe("NOT_FOUND patientId");
    expect(outcomeOf(await grant(admin))).toBe("PATIENT_RESTRICTED patientId");
    const renamed = { id: record.id, expectedVersion: record.version, givenName: "Eva" };
    expect(outcomeOf(await give(patients, admin, "updatePatient", "patient { id }", renamed))).toBe(
      "PATIENT_RESTRICTED id",
    );
    expect(outcomeOf(await merge(patients, { id: other.id, intoId: record.id }))).toMatch(/^PATIENT_RESTRICTED/);
    expect(outcomeOf(await undo(patients, merged.id))).toMatch(/^PATIENT_RESTRICTED/);
    expect(await sql(`select given_name from patient where id = '${record.id}'`)).toEqual([{ given_name: "Zoë" }]);
    await lift();
    expect(outcomeOf(await write(nurse, record.id))).toBe("done");
  });

  it("may be exported, archived and refused to somebody all the same", async () => {
    await restrict();
    expect(
      outcomeOf(await give(patients, admin, "exportPatientData", "patientExport { id }", { patientId: record.id })),
    ).toBe("done");
    const consent = { patientId: record.id, scope: "COMMUNICATION", channel: "EMAIL", decision: "DENY" };
    expect(outcomeOf(await give(patients, admin, "recordConsent", "consent { id }", consent))).toBe("done");
    const archived = { id: record.id, reason: "Moved" };
    expect(outcomeOf(await give(patients, admin, "archivePatient", "patient { id }", archived))).toBe("done");
    expect(outcomeOf(await give(patients, admin, "unarchivePatient", "patient { id }", { id: record.id }))).not.toBe(
      "done",
    );
    // What has to be kept is kept, and can be kept unused.
    const asked = { patientId: record.id, reason: "Asked for" };
    expect(outcomeOf(await give(patients, admin, "requestPatientErasure", "erasure { id }", asked))).toBe(
      "RETAINED patientId",
    );
  });

  it("is not changed by what comes from a source, row by row", async () => {
    const importer = { ...admin, scope: "graphql import" };
    const [kept, free] = [randomUUID(), randomUUID()];
    const rows = (givenName: string) =>
      [kept, free].map((externalId) => ({ externalId, givenName, familyName: "Source", birthDate: "1980-01-01" }));
    await patients.import(importer, "patients", rows("Ada"));
    const [imported] = await sql(`select id from patient where external_id = '${kept}'`);
    await restrict(String(imported?.id));
    expect(await patients.import(importer, "patients", rows("Eva"))).toMatchObject({
      ...{ accepted: 1, rejected: [{ line: 2, code: "PATIENT_RESTRICTED" }] },
    });
    expect(await patients.import(importer, "patients", rows("Ada").slice(0, 1))).toMatchObject({ unchanged: 1 });
  });
});

describe("restricting", () => {
  it("is administration's, of their own organization, and once, however many try", async () => {
    expect(outcomeOf(await restrict(record.id, stranger))).toBe("NOT_FOUND patientId");
    const { errors } = await patients.query(
      staff,
      `mutation { restrictPatient(input: { patientId: "${record.id}", reason: "x" }) { userErrors { code } } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => restrict(record.id, admin, index % 2 ? patients : beside)),
    );
    expect(outcomes.map(outcomeOf).sort()).toEqual([...Array(7).fill("ALREADY_RESTRICTED patientId"), "done"]);
    expect(outcomeOf(await lift())).toBe("done");
    expect(outcomeOf(await lift())).toBe("NOT_RESTRICTED patientId");
  });

  it("waits for visits to end or to be called off", async () => {
    await visit(patients, record.id);
    expect(outcomeOf(await restrict())).toBe("VISITS_AHEAD patientId");
  });

  it("refuses whoever waited for the record behind it", async () => {
    const before = await sql(`select 1 from condition where patient_id = '${record.id}'`);
    const outcomes = await patients.orm.em.fork().transactional(async (em) => {
      await em.execute("select 1 from patient where id = ? for update", [record.id]);
      const restricted = restrict(record.id, admin, beside);
      await expect.poll(waiting).toBe(1);
      const written = give(patients, chief, "recordCondition", "condition { id }", {
        ...{ ...asthma, code: "1000001", patientId: record.id },
      });
      await expect.poll(waiting).toBe(2);
      return [restricted, written];
    });
    expect((await Promise.all(outcomes)).map(outcomeOf)).toEqual(["done", "PATIENT_RESTRICTED patientId"]);
    expect(await sql(`select 1 from condition where patient_id = '${record.id}'`)).toEqual(before);
  });

  it("waits for whoever is writing, and those who write after it see it", async () => {
    const em = () => boundEntityManager(patients.orm, organizationId);
    const restricted = await em().transactional(async (em) => {
      await em.execute(
        `insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
         values (?, ?, ?, ?, '2020-01-01', 'FULFILLED', 1)`,
        [organizationId, randomUUID(), record.id, providerId],
      );
      const begun = restrict(record.id, admin, beside);
      await expect.poll(waiting).toBe(1);
      return [begun];
    });
    expect(outcomeOf(await restricted[0])).toBe("done");
    await lift();
    // A change of what is there locks no patient.
    const [condition] = await sql(`select id, version from condition where patient_id = '${record.id}'`);
    const written = await em().transactional(async (em) => {
      await markRestricted(em, randomUUID(), [record.id]);
      const begun = give(patients, chief, "updateCondition", "condition { id }", {
        ...{ id: condition?.id, expectedVersion: condition?.version, abatement: "2020-01-01" },
      });
      await expect.poll(waiting).toBe(1);
      return [begun];
    });
    expect(outcomeOf(await written[0])).toBe("PATIENT_RESTRICTED id");
  });

  it("is told of by events with ids alone, listed for administrators, and sealed", async () => {
    const { restriction } = await restrict();
    await lift();
    const events = await sql(
      `select type, payload from outbox_event where aggregate_id = '${restriction.id}' order by sequence`,
    );
    const payload = { restrictionId: restriction.id, patientId: record.id, patientIds: [record.id] };
    expect(events).toEqual([
      { type: "patient.restricted", payload },
      { type: "patient.restriction.lifted", payload },
    ]);
    const list = async (inForce: boolean) => {
      const query = `{ patientRestrictions(patientId: "${record.id}", inForce: ${inForce}) { totalCount nodes { reason liftedBy liftReason } } }`;
      return (await patients.query(admin, query)).data.patientRestrictions;
    };
    expect(await list(true)).toEqual({ totalCount: 0, nodes: [] });
    expect(await list(false)).toEqual({
      totalCount: 1,
      nodes: [{ reason, liftedBy: admin.userId, liftReason: "It was looked into" }],
    });
    const [stored] = await sql(`select reason, lift_reason from patient_restriction where id = '${restriction.id}'`);
    for (const sealed of Object.values(stored ?? {})) expect(sealed).toMatch(/^v2\./);
  });
});
