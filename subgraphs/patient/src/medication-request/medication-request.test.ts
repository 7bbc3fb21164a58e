import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admin, give, merge, nurse, organizationId, register, staff, visit } from "../merge/merge.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import { amoxicillin, careFor, type Doctor, dayIn, doctor, prescribe } from "./medication-request.fixture.ts";

// Two processes of the subgraph, and one database.
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

let patientId: string;
let prescriber: Doctor;
let appointmentId: string;
beforeEach(async () => {
  patientId = (await register(patients)).id;
  prescriber = doctor();
  appointmentId = await careFor(patients, prescriber, patientId);
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  patients.orm.em.getConnection().execute(statement);

const write = (input: object = {}, viewer: TestViewer = prescriber, selection?: string) =>
  prescribe(patients, viewer, { patientId, ...input }, selection);
const cancel = (id: string, more: object = {}, viewer: TestViewer = prescriber, at = patients) =>
  give(at, viewer, "cancelMedicationRequest", "medicationRequest { status endedAt cancelReason version }", {
    ...{ id, reason: "A rash", ...more },
  });
const complete = (id: string, more: object = {}, viewer: TestViewer = prescriber, at = patients) =>
  give(at, viewer, "completeMedicationRequest", "medicationRequest { status endedAt version }", { id, ...more });
const outcomeOf = ({ userErrors: [error] }: { userErrors: { code: string; field: string[] }[] }) =>
  error ? `${error.code} ${error.field.join(".")}` : "done";

const connection = "totalCount nodes { id status }";
async function listed(viewer: TestViewer, filter = "", id = patientId): Promise<string[] | null> {
  const { data, errors } = await patients.query(
    viewer,
    `{ patient(id: "${id}") { medicationRequests${filter} { ${connection} } } }`,
  );
  expect(errors).toBeUndefined();
  const list = data.patient?.medicationRequests;
  if (!list) return null;
  expect(list.totalCount).toBe(list.nodes.length);
  return list.nodes.map((node: { id: string }) => node.id);
}

describe("a prescription", () => {
  it("is made by a provider, told without what it is, sealed, and audited with its patient", async () => {
    const selection = `id status system code display dosage quantity quantityUnit repeats validFrom validUntil endedAt
      cancelReason version prescriber { id } appointment { id }`;
    const input = { appointmentId, repeats: 2, validUntil: dayIn(30) };
    const { medicationRequest, userErrors } = await write(input, prescriber, selection);
    expect(userErrors).toEqual([]);
    const { id, ...facts } = medicationRequest;
    expect(facts).toEqual({
      ...{ ...amoxicillin, status: "ACTIVE", repeats: 2, validFrom: dayIn(1), validUntil: dayIn(30), version: 1 },
      ...{ endedAt: null, cancelReason: null, prescriber: { id: prescriber.providerId } },
      appointment: { id: appointmentId },
    });
    expect(await sql(`select type, payload from outbox_event where aggregate_id = '${id}'`)).toEqual([
      {
        type: "patient.medication_request.changed",
        payload: {
          ...{ medicationRequestId: id, patientId, prescriberId: prescriber.providerId, appointmentId },
          status: "ACTIVE",
        },
      },
    ]);
    expect(
      await sql(`select outcome, subject_ids from audit_entry
                 where '{medicationRequest.change}' = actions and '${id}' = any(entity_ids)`),
    ).toEqual([{ outcome: "ALLOWED", subject_ids: [patientId] }]);
    const stored = JSON.stringify(await sql(`select * from medication_request where id = '${id}'`));
    expect(stored).not.toMatch(/three times a day|capsules/);
  });

  it("is cancelled with a reason, whoever made it, or completed; once", async () => {
    const colleague = doctor();
    await careFor(patients, colleague, patientId);
    const [cancelled, completed] = [(await write()).medicationRequest, (await write()).medicationRequest];
    expect(await cancel(cancelled.id, {}, colleague)).toEqual({
      ...{
        medicationRequest: { status: "CANCELLED", endedAt: expect.any(String), cancelReason: "A rash", version: 2 },
      },
      userErrors: [],
    });
    expect(await complete(completed.id)).toMatchObject({ medicationRequest: { status: "COMPLETED", version: 2 } });
    for (const { id } of [cancelled, completed]) {
      expect(outcomeOf(await cancel(id))).toBe("ILLEGAL_TRANSITION id");
      expect(outcomeOf(await complete(id))).toBe("ILLEGAL_TRANSITION id");
    }
    const stored = JSON.stringify(await sql(`select * from medication_request where id = '${cancelled.id}'`));
    expect(stored).not.toContain("A rash");
    expect(
      await sql(`select payload ->> 'status' as status from outbox_event where aggregate_id = '${cancelled.id}'
                 order by sequence`),
    ).toEqual([{ status: "ACTIVE" }, { status: "CANCELLED" }]);
  });

  it("that was changed meanwhile is left as it is by whoever decided before", async () => {
    const { id } = (await write()).medicationRequest;
    expect(outcomeOf(await cancel(id, { expectedVersion: 2 }))).toBe("VERSION_CONFLICT expectedVersion");
    expect(outcomeOf(await complete(id, { expectedVersion: 2 }))).toBe("VERSION_CONFLICT expectedVersion");
    expect(outcomeOf(await cancel(id, { expectedVersion: 1 }))).toBe("done");
  });

  it("is cancelled or completed by one of many who do so at once", async () => {
    const { id } = (await write()).medicationRequest;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        const process = index % 2 === 0 ? patients : beside;
        return index % 4 < 2 ? cancel(id, {}, prescriber, process) : complete(id, {}, prescriber, process);
      }),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([...Array(11).fill("ILLEGAL_TRANSITION id"), "done"]);
    expect(await sql(`select 1 from outbox_event where aggregate_id = '${id}'`)).toHaveLength(2);
  });

  it("is made once by one key", async () => {
    const input = { idempotencyKey: randomUUID() };
    const [first, second] = [await write(input), await write(input)];
    expect(second).toEqual(first);
    expect(await listed(nurse)).toEqual([first.medicationRequest.id]);
  });

  it.each([
    ["with a code that its system cannot have", { code: "amoxicillin" }, "VALIDATION_FAILED code"],
    ["without a dosage", { dosage: " " }, "VALIDATION_FAILED dosage"],
    ["of nothing", { quantity: 0 }, "VALIDATION_FAILED quantity"],
    ["of more than anybody takes", { quantity: 10_001 }, "VALIDATION_FAILED quantity"],
    ["that is never given again", { repeats: -1 }, "VALIDATION_FAILED repeats"],
    ["that is given again too often", { repeats: 13 }, "VALIDATION_FAILED repeats"],
    ["that held in the past", { validFrom: dayIn(-2) }, "VALIDATION_FAILED validFrom"],
    ["that holds for too long", { validUntil: dayIn(5 * 366 + 1) }, "VALIDATION_FAILED validUntil"],
    ["that is over before it holds", { validFrom: dayIn(3), validUntil: dayIn(2) }, "VALIDATION_FAILED validUntil"],
    ["for a patient who is not there", { patientId: randomUUID() }, "NOT_FOUND patientId"],
    ["in a visit that is not there", { appointmentId: randomUUID() }, "NOT_FOUND appointmentId"],
  ])("is not made %s", async (_what, input, outcome) => {
    const answer = await write(input);
    expect(answer.medicationRequest).toBeNull();
    expect(outcomeOf(answer)).toBe(outcome);
    expect(await sql(`select 1 from medication_request where patient_id = '${patientId}'`)).toEqual([]);
  });

  it("is made in a visit of the patient with the provider that is on, and in no other", async () => {
    const other = (await register(patients)).id;
    const { providerId } = prescriber;
    const now = { startsAt: new Date() };
    for (const [whose, facts] of [
      [other, { ...now, providerId }],
      [patientId, now],
      [patientId, { ...now, providerId, status: "CANCELLED" }],
      [patientId, { ...now, providerId, status: "NO_SHOW" }],
      [patientId, { providerId, startsAt: new Date("2020-01-07T09:00:00Z") }],
      [patientId, { providerId, startsAt: new Date(Date.now() + 60 * 86_400_000) }],
    ] as const) {
      const elsewhere = await visit(patients, whose, facts);
      expect(outcomeOf(await write({ appointmentId: elsewhere }))).toBe("NOT_FOUND appointmentId");
    }
    expect(outcomeOf(await write({ appointmentId }))).toBe("done");
  });

  it("is one of so many that are active at most, and room is made by ending one", async () => {
    const { id } = (await write()).medicationRequest;
    await patients.database.asOwner(
      `insert into medication_request (id, organization_id, created_at, updated_at, patient_id, prescriber_id, status,
         system, code, display, quantity, repeats, valid_from)
       select gen_random_uuid(), organization_id, now(), now(), patient_id, prescriber_id, status, system, code, display,
         quantity, repeats, valid_from
       from medication_request cross join generate_series(1, 199) where id = '${id}'`,
    );
    expect(outcomeOf(await write())).toBe("VALIDATION_FAILED patientId");
    await complete(id);
    const answers = await Promise.all(Array.from({ length: 4 }, () => write()));
    expect(answers.map(outcomeOf).sort()).toEqual([
      "VALIDATION_FAILED patientId",
      "VALIDATION_FAILED patientId",
      "VALIDATION_FAILED patientId",
      "done",
    ]);
  });
});

describe("prescriptions", () => {
  it("are made in one's care alone, and looked at by whoever treats the patient, and by the patient", async () => {
    const { id } = (await write()).medicationRequest;
    const stranger = doctor();
    expect(outcomeOf(await write({}, stranger))).toBe("NOT_FOUND patientId");
    expect(outcomeOf(await cancel(id, {}, stranger))).toBe("NOT_FOUND id");
    const inEmergency = { ...stranger, breakGlass: [patientId] };
    expect(outcomeOf(await write({}, inEmergency))).toBe("NOT_FOUND patientId");
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId };
    for (const viewer of [admin, nurse, prescriber, inEmergency, self]) expect(await listed(viewer)).toEqual([id]);
    expect(await listed(staff)).toBeNull();
    expect(await listed(stranger)).toBeNull();
    for (const viewer of [admin, nurse, staff, self]) await expect(write({}, viewer)).rejects.toThrow("FORBIDDEN");
  });

  it("are listed the latest first, those of one status when asked, page by page", async () => {
    const ids: string[] = [];
    for (let nth = 0; nth < 3; nth += 1) ids.unshift((await write()).medicationRequest.id);
    await cancel(ids[1] ?? "");
    expect(await listed(nurse)).toEqual(ids);
    expect(await listed(nurse, "(filter: { status: ACTIVE })")).toEqual([ids[0], ids[2]]);
    expect(await listed(nurse, "(filter: { status: CANCELLED })")).toEqual([ids[1]]);
    const page = async (after: string | null) =>
      (
        await patients.query(
          nurse,
          `query ($after: String) { patient(id: "${patientId}") {
             medicationRequests(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }`,
          { after },
        )
      ).data.patient.medicationRequests;
    const first = await page(null);
    expect(first.nodes.map((node: { id: string }) => node.id)).toEqual(ids.slice(0, 2));
    const second = await page(first.pageInfo.endCursor);
    expect(second).toMatchObject({ nodes: [{ id: ids[2] }], pageInfo: { hasNextPage: false } });
  });

  it("are read for a page of patients in one statement, and audited", async () => {
    for (const id of [patientId, (await register(patients)).id, (await register(patients)).id]) {
      await careFor(patients, prescriber, id);
      await write({ patientId: id });
    }
    for (const first of [1, 3]) {
      patients.statements.length = 0;
      await patients.query(nurse, `{ patients(first: ${first}) { nodes { medicationRequests { nodes { code } } } } }`);
      expect(patients.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(2);
    }
    const { medicationRequest } = await write();
    await listed(nurse);
    expect(
      await sql(`select outcome from audit_entry where 'medicationRequest.list' = any(actions)
                 and '${medicationRequest.id}' = any(entity_ids) and '${patientId}' = any(subject_ids)`),
    ).toEqual([{ outcome: "ALLOWED" }]);
  });

  it("of a visit are found by it", async () => {
    const { id } = (await write({ appointmentId })).medicationRequest;
    await write();
    const asked = `query ($r: [_Any!]!) {
      _entities(representations: $r) { ... on Appointment { medicationRequests { ${connection} } } } }`;
    const r = [{ __typename: "Appointment", id: appointmentId }];
    const { data } = await patients.query(nurse, asked, { r });
    expect(data._entities).toEqual([{ medicationRequests: { totalCount: 1, nodes: [{ id, status: "ACTIVE" }] } }]);
    expect((await patients.query(staff, asked, { r })).data._entities).toEqual([{ medicationRequests: null }]);
  });

  it("of records that were merged are one patient's, for whoever cares for either", async () => {
    const current = (await register(patients)).id;
    const before = (await write({ appointmentId })).medicationRequest.id;
    await merge(patients, { id: patientId, intoId: current });
    const after = (await write({ appointmentId })).medicationRequest.id;
    expect(await sql(`select patient_id from medication_request where id = '${after}'`)).toEqual([
      { patient_id: current },
    ]);
    for (const id of [patientId, current]) expect(await listed(prescriber, "", id)).toEqual([after, before]);
    expect(outcomeOf(await cancel(before))).toBe("done");
  });
});
