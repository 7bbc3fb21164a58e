import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { knownPayer } from "../references/payer.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import {
  give,
  merge,
  nurse,
  organizationId,
  outcomeOf,
  type Record,
  register,
  staff,
  stranger,
  undo,
  visit,
} from "./merge.fixture.ts";

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

let old: Record;
let current: Record;
beforeEach(async () => {
  old = await register(patients, { givenName: "Zoé", familyName: `Old${randomUUID().slice(0, 8)}`, phone: phone() });
  current = await register(patients);
});

/** A number that nobody else has. */
function phone(): string {
  return `+1${String(Date.now()).slice(-7)}${String(Math.random()).slice(2, 5)}`;
}

const sql = (statement: string): Promise<{ [column: string]: unknown }[]> =>
  patients.orm.em.getConnection().execute(statement);

async function ask(query: string, viewer: TestViewer = staff) {
  const { data, errors } = await patients.query(viewer, query);
  expect(errors).toBeUndefined();
  return data;
}

async function found(filter: string, viewer: TestViewer = staff): Promise<string[]> {
  const { patients: list } = await ask(`{ patients(filter: { ${filter} }) { totalCount nodes { id } } }`, viewer);
  expect(list.totalCount).toBe(list.nodes.length);
  return list.nodes.map(({ id }: { id: string }) => id);
}

const asthma = { system: "http://snomed.info/sct", code: "195967001", display: "Asthma" };
const record = (kind: string, patientId: string, more: object = {}) =>
  give(patients, nurse, `record${kind}`, `${kind.toLowerCase()} { id }`, { patientId, ...asthma, ...more });
const cover = async (patientId: string, more: object = {}) =>
  give(patients, staff, "addCoverage", "coverage { id version }", {
    ...{
      patientId,
      payerId: await knownPayer(patients, organizationId),
      priority: "PRIMARY",
      startsOn: "2026-01-01",
      ...more,
    },
  });
const codeOf = (answer: { userErrors: { code: string }[] }) => answer.userErrors[0]?.code ?? "done";

describe("a merged record", () => {
  it("is answered as the one that stands for it, wherever it is named", async () => {
    expect(await merge(patients, { id: old.id, intoId: current.id })).toEqual({ patient: current, userErrors: [] });
    const { patient } = await ask(`{ patient(id: "${old.id}") { id mrn givenName } }`);
    expect(patient).toEqual({ id: current.id, mrn: current.mrn, givenName: "Zoë" });
    const { data } = await patients.query(
      staff,
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient { id mrn } } }",
      { r: [old.id, current.id].map((id) => ({ __typename: "Patient", id })) },
    );
    expect(data._entities).toEqual(Array(2).fill({ id: current.id, mrn: current.mrn }));
  });

  it("is in no list, and is how the other one is found, too", async () => {
    const { familyName, phone: number } = (await ask(`{ patient(id: "${old.id}") { familyName phone } }`)).patient;
    expect(await found(`search: "${familyName}"`)).toEqual([old.id]);
    await merge(patients, { id: old.id, intoId: current.id });
    for (const search of [familyName, old.mrn, number, current.mrn])
      expect(await found(`search: "${search}"`)).toEqual([current.id]);
  });

  it("is how the other one is found also by its name mistyped, which is often a maiden name", async () => {
    const maiden = await register(patients, { familyName: "Featherstonehaugh" });
    expect(await found('search: "Fetherstonhaugh"')).toEqual([maiden.id]);
    await merge(patients, { id: maiden.id, intoId: current.id });
    expect(await found('search: "Fetherstonhaugh"')).toEqual([current.id]);
    await undo(patients, maiden.id);
    expect(await found('search: "Fetherstonhaugh"')).toEqual([maiden.id]);
  });

  it("is found by the id in its source, as the one that stands for it", async () => {
    const externalId = randomUUID();
    const importer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
    const names = { givenName: "Zoe", familyName: "Angstrom", birthDate: "1984-02-29" };
    await patients.import(importer, "patients", [{ externalId, ...names }]);
    const [imported] = await found(`externalId: "${externalId}"`);
    await merge(patients, { id: imported, intoId: current.id });
    expect(await found(`externalId: "${externalId}"`)).toEqual([current.id]);
  });

  it("adds what was written of it to what is shown of the other one", async () => {
    for (const patientId of [old.id, current.id]) {
      for (const kind of ["Condition", "Allergy", "Medication"]) await record(kind, patientId);
      await cover(patientId);
      await give(patients, staff, "grantPatientAccess", "accessGrant { id }", {
        ...{ patientId, providerId: randomUUID(), until: new Date(Date.now() + 3_600_000), reason: "A second opinion" },
      });
    }
    await merge(patients, { id: old.id, intoId: current.id });
    const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
    for (const id of [old.id, current.id]) {
      const { patient } = await ask(
        `{ patient(id: "${id}") { conditions { id } allergies { id } medications { id } coverages { id }
             coverageOn(date: "2026-06-01") { id } accessGrants { id } } }`,
        admin,
      );
      for (const list of Object.values(patient)) expect(list).toHaveLength(2);
    }
    const rows = await sql(`select patient_id from condition where patient_id in ('${old.id}', '${current.id}')`);
    expect(rows.map((row) => row.patient_id).sort()).toEqual([old.id, current.id].sort());
  });

  it("is told of by ids alone, and audited with both and its reason sealed", async () => {
    await merge(patients, { id: old.id, intoId: current.id });
    const [event] = await sql(`select type, aggregate_version as version, payload from outbox_event
      where aggregate_type = 'PatientMerge' and aggregate_id = '${old.id}'`);
    expect(event).toEqual({
      ...{ type: "patient.merged", version: 1 },
      payload: {
        ...{ mergeId: expect.any(String), patientId: old.id, survivingId: current.id },
        ...{ mergedAt: expect.any(String), endedAt: null },
      },
    });
    const [entry] = await sql(
      `select outcome, entity_ids, subject_ids from audit_entry where '{patient.merge}' = actions and '${old.id}' = any(entity_ids)`,
    );
    const both = expect.arrayContaining([old.id, current.id]);
    expect(entry).toEqual({ outcome: "ALLOWED", entity_ids: both, subject_ids: both });
    expect(JSON.stringify(await sql("select * from patient_alias"))).not.toContain("passport");
    const { patient } = await ask(
      `{ patient(id: "${current.id}") { mergedRecords { id mrn fullName mergedAt reason } } }`,
    );
    expect(patient.mergedRecords).toEqual([
      {
        ...{ id: old.id, mrn: old.mrn, fullName: expect.stringMatching(/^Zoé Old/) },
        ...{ mergedAt: expect.any(String), reason: "The same passport" },
      },
    ]);
    const seen = await ask(`{ patient(id: "${current.id}") { mergedRecords { id } } }`, nurse);
    expect(seen.patient.mergedRecords).toBeNull();
  });

  it("is written for by writing for the one that stands for it", async () => {
    await merge(patients, { id: old.id, intoId: current.id });
    const input = { id: old.id, expectedVersion: 1, givenName: "Zora" };
    const { patient } = await give(patients, staff, "updatePatient", "patient { id givenName version }", input);
    expect(patient).toEqual({ id: current.id, givenName: "Zora", version: 2 });
    const { condition } = await record("Condition", old.id);
    const { coverage } = await cover(old.id);
    expect(await sql(`select patient_id from condition where id = '${condition.id}'`)).toEqual([
      { patient_id: current.id },
    ]);
    expect(await sql(`select patient_id from coverage where id = '${coverage.id}'`)).toEqual([
      { patient_id: current.id },
    ]);
    expect(await sql(`select given_name from patient where id = '${old.id}'`)).toEqual([{ given_name: "Zoé" }]);
  });

  it("counts where one of a kind is enough: what either has, is not written anew", async () => {
    const known = await cover(old.id, { endsOn: "2026-06-30" });
    await cover(current.id, { startsOn: "2027-01-01", endsOn: "2027-06-30" });
    const { allergy } = await record("Allergy", old.id);
    await merge(patients, { id: old.id, intoId: current.id });
    expect(codeOf(await cover(current.id, { startsOn: "2026-06-30", endsOn: "2026-12-31" }))).toBe("COVERAGE_OVERLAP");
    expect(codeOf(await cover(current.id, { startsOn: "2026-07-01", endsOn: "2026-12-31" }))).toBe("done");
    const change = { id: known.coverage.id, expectedVersion: 1, endsOn: "2026-07-01" };
    expect(codeOf(await give(patients, staff, "updateCoverage", "coverage { id }", change))).toBe("COVERAGE_OVERLAP");
    expect(codeOf(await record("Allergy", current.id))).toBe("ALREADY_RECORDED");
    await give(patients, nurse, "resolveAllergy", "allergy { id }", { id: allergy.id, abatement: "2026-01-01" });
    expect(codeOf(await record("Allergy", current.id))).toBe("done");
    const again = { id: allergy.id, expectedVersion: 2, abatement: null };
    expect(codeOf(await give(patients, nurse, "updateAllergy", "allergy { id }", again))).toBe("ALREADY_RECORDED");
  });

  it("costs no more statements, for one patient as for a page of them", async () => {
    await merge(patients, { id: old.id, intoId: current.id });
    for (const first of [1, 20]) {
      patients.statements.length = 0;
      await ask(`{ patients(first: ${first}) { nodes { id conditions { id } } } }`, nurse);
      expect(patients.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(2);
    }
  });
});

describe("whoever reaches one record", () => {
  const seen = async (viewer: TestViewer) =>
    Promise.all(
      [old.id, current.id].map(
        async (id) => (await ask(`{ patient(id: "${id}") { id conditions { id } } }`, viewer)).patient,
      ),
    );

  it("reaches the other: the patient, by a token that names either", async () => {
    for (const patientId of [old.id, current.id]) await record("Condition", patientId);
    const users = [old.id, current.id].map((patientId) => ({ organizationId, roles: [Role.PATIENT], patientId }));
    for (const user of users) expect((await seen(user)).filter(Boolean)).toHaveLength(1);
    await merge(patients, { id: old.id, intoId: current.id });
    for (const user of users) {
      expect(await seen(user)).toEqual(
        Array(2).fill({ id: current.id, conditions: Array(2).fill({ id: expect.any(String) }) }),
      );
      expect(await found("", user)).toEqual([current.id]);
    }
    await undo(patients, old.id);
    for (const user of users) expect((await seen(user)).filter(Boolean)).toHaveLength(1);
  });

  it.each(["old", "current"])(
    "reaches the other: who cares for the %s one, was given access to it or opened it",
    async (which) => {
      const patientId = which === "old" ? old.id : current.id;
      const doctor = () => ({ organizationId, roles: [Role.PROVIDER], providerId: randomUUID() });
      const [caring, given, opening] = [doctor(), doctor(), { ...doctor(), breakGlass: [patientId] }];
      await visit(patients, patientId, { providerId: caring.providerId, startsAt: new Date() });
      await give(patients, staff, "grantPatientAccess", "accessGrant { id }", {
        ...{ patientId, providerId: given.providerId, until: new Date(Date.now() + 3_600_000), reason: "A colleague" },
      });
      for (const id of [old.id, current.id]) await record("Condition", id);
      for (const viewer of [caring, given, opening]) expect((await seen(viewer)).filter(Boolean)).toHaveLength(1);
      await merge(patients, { id: old.id, intoId: current.id });
      for (const viewer of [caring, given, opening]) {
        for (const patient of await seen(viewer))
          expect(patient).toMatchObject({ id: current.id, conditions: [{}, {}] });
      }
      for (const patient of await seen(doctor())) expect(patient).toBeNull();
      const opened = await sql(`select subject_ids from audit_entry where purpose = 'BREAK_GLASS'
      and actor_roles = '{PROVIDER}' and '${current.id}' = any(subject_ids)`);
      expect(opened.length).toBeGreaterThan(0);
    },
  );
});

describe("a merge is refused", () => {
  it.each([
    ["of a record with itself", () => ({ intoId: old.id }), "VALIDATION_FAILED intoId"],
    ["of a record that is not there", () => ({ id: randomUUID() }), "NOT_FOUND id"],
    ["into a record that is not there", () => ({ intoId: randomUUID() }), "NOT_FOUND intoId"],
    ["without a reason", () => ({ reason: " " }), "VALIDATION_FAILED reason"],
    ["by whoever knows an older record", () => ({ expectedVersion: 7 }), "VERSION_CONFLICT expectedVersion"],
    ["by whoever knows an older other one", () => ({ intoExpectedVersion: 7 }), "VERSION_CONFLICT intoExpectedVersion"],
  ])("%s", async (_what, input, outcome) => {
    expect(outcomeOf(await merge(patients, { id: old.id, intoId: current.id, ...input() }))).toBe(outcome);
    expect(await sql(`select 1 from patient_alias where patient_id = '${old.id}'`)).toEqual([]);
  });

  it("in another organization, as if neither were there", async () => {
    expect(outcomeOf(await merge(patients, { id: old.id, intoId: current.id }, stranger))).toBe("NOT_FOUND id");
    await merge(patients, { id: old.id, intoId: current.id });
    expect(outcomeOf(await undo(patients, old.id, stranger))).toBe("NOT_FOUND id");
  });

  it("where one record would stand for another while another one stands for it", async () => {
    const third = await register(patients);
    await merge(patients, { id: old.id, intoId: current.id });
    expect(outcomeOf(await merge(patients, { id: old.id, intoId: third.id }))).toBe("ALREADY_MERGED id");
    expect(outcomeOf(await merge(patients, { id: third.id, intoId: old.id }))).toBe("ALREADY_MERGED intoId");
    expect(outcomeOf(await merge(patients, { id: current.id, intoId: third.id }))).toBe("STANDS_FOR_OTHERS id");
    expect(outcomeOf(await merge(patients, { id: third.id, intoId: current.id }))).toBe("done");
    expect(await found(`search: "${third.mrn}"`)).toEqual([current.id]);
  });

  it("into an archived record; an archived one is merged", async () => {
    await give(patients, staff, "archivePatient", "patient { id }", { id: current.id });
    expect(outcomeOf(await merge(patients, { id: old.id, intoId: current.id }))).toBe("ILLEGAL_TRANSITION intoId");
    expect(outcomeOf(await merge(patients, { id: current.id, intoId: old.id }))).toBe("done");
  });

  it("while visits of both that are to take place overlap, which are named", async () => {
    const third = await register(patients);
    await merge(patients, { id: third.id, intoId: current.id });
    const mine = await visit(patients, old.id);
    await visit(patients, old.id, { minutes: 120 });
    const theirs = await visit(patients, third.id, { minutes: 15 });
    await visit(patients, current.id, { minutes: 30 });
    await visit(patients, current.id, { minutes: 120, status: "CANCELLED" });
    const answer = await merge(patients, { id: old.id, intoId: current.id });
    expect(outcomeOf(answer)).toBe("MERGE_CONFLICT id");
    expect(answer.userErrors[0]?.message).toContain(`${mine} and ${theirs}.`);
    await patients.database.asOwner(`update care_visit set status = 'CANCELLED' where appointment_id = '${theirs}'`);
    expect(outcomeOf(await merge(patients, { id: old.id, intoId: current.id }))).toBe("done");
  });

  it("while a visit of the one goes on when one of the other begins, of whose end nobody told", async () => {
    await visit(patients, old.id, { minutes: 15, endsAt: null });
    // What begins later is none of it: it would have no end.
    await visit(patients, current.id, { minutes: 60 });
    expect(outcomeOf(await merge(patients, { id: old.id, intoId: current.id }))).toBe("done");
    await undo(patients, old.id);
    await visit(patients, current.id);
    expect(outcomeOf(await merge(patients, { id: old.id, intoId: current.id }))).toBe("MERGE_CONFLICT id");
  });
});

describe("a merge that is undone", () => {
  it("leaves each record with its own, and can be made anew, into another one", async () => {
    const third = await register(patients);
    for (const patientId of [old.id, current.id]) await record("Condition", patientId);
    await merge(patients, { id: old.id, intoId: current.id });
    const meanwhile = await record("Condition", old.id, { code: "73211009", display: "Diabetes" });
    expect((await undo(patients, old.id)).patient).toEqual(old);
    const { patient } = await ask(`{ patient(id: "${current.id}") { conditions { id } mergedRecords { id } } }`, {
      organizationId,
      roles: [Role.ADMIN],
    });
    expect(patient.mergedRecords).toEqual([]);
    expect(patient.conditions).toHaveLength(2);
    expect(patient.conditions).toContainEqual({ id: meanwhile.condition.id });
    expect(outcomeOf(await undo(patients, old.id))).toBe("ILLEGAL_TRANSITION id");
    expect(outcomeOf(await merge(patients, { id: old.id, intoId: third.id }))).toBe("done");
    const events =
      await sql(`select type, aggregate_version as version, payload ->> 'survivingId' as into from outbox_event
      where aggregate_type = 'PatientMerge' and aggregate_id = '${old.id}' order by sequence`);
    expect(events).toEqual([
      { type: "patient.merged", version: 1, into: current.id },
      { type: "patient.unmerged", version: 2, into: current.id },
      { type: "patient.merged", version: 3, into: third.id },
    ]);
    expect(JSON.stringify(await sql("select end_reason from patient_alias"))).not.toContain("Twins");
  });
});
