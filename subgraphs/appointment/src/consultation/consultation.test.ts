import { randomUUID } from "node:crypto";
import { importedId, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  admin,
  hoursFromNow,
  organizationId,
  patientUser,
  providerId,
  staff,
  stranger,
  visit,
} from "../booking/booking.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId: providerId("d-1") };
const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
const patient = patientUser("p-1");

const summary = {
  complaint: "Knee pain since Sunday",
  findings: "Swollen, warm",
  assessment: "Bursitis",
  plan: "Rest, ice",
  prescriptions: [
    { medication: "Ibuprofen 400 mg", dosage: "One, three times a day, 5 days", instructions: "With food" },
  ],
};
const clinical = /Knee|Swollen|Bursitis|ice|Ibuprofen/;

let id: string;
let turn = 0;
beforeEach(async () => {
  turn += 1;
  id = await imported({ startsAt: hoursFromNow(turn / 100), endsAt: hoursFromNow(turn / 100 + 0.005) });
});

async function imported(row: Record<string, unknown>): Promise<string> {
  const externalId = randomUUID();
  const report = await appointments.import(admin, "appointments", [visit(externalId, row)]);
  expect(report.accepted).toBe(1);
  return importedId(organizationId, "appointment", externalId);
}

const fields = `consultation {
  id startedAt completedAt appointment { id status version }
  summary { complaint findings assessment plan prescriptions { medication dosage instructions } }
} userErrors { code field message }`;

async function start(viewer: TestViewer, input: object = { id }) {
  const { data, errors } = await appointments.query(
    viewer,
    `mutation ($input: AppointmentCommandInput!) { startConsultation(input: $input) { ${fields} } }`,
    { input },
  );
  return data?.startConsultation ?? errors?.[0]?.extensions.code;
}

async function complete(viewer: TestViewer, input: object = {}) {
  const { data, errors } = await appointments.query(
    viewer,
    `mutation ($input: CompleteConsultationInput!) { completeConsultation(input: $input) { ${fields} } }`,
    { input: { id, summary, ...input } },
  );
  return data?.completeConsultation ?? errors?.[0]?.extensions.code;
}

async function read(viewer: TestViewer) {
  const { data, errors } = await appointments.query(
    viewer,
    `query ($id: ID!) { consultation(appointmentId: $id) { id summary { complaint } }
       appointment(id: $id) { consultation { id } } }`,
    { id },
  );
  return { ...data, code: errors?.[0]?.extensions.code };
}

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);

describe("a visit", () => {
  it("is begun and completed by its provider, with a summary that the database holds sealed", async () => {
    const started = await start(doctor);
    expect(started.userErrors).toEqual([]);
    expect(started.consultation).toMatchObject({
      completedAt: null,
      summary: null,
      appointment: { id, status: "IN_PROGRESS", version: 2 },
    });
    const completed = await complete(doctor, { expectedVersion: 2 });
    expect(completed.userErrors).toEqual([]);
    expect(completed.consultation).toMatchObject({
      id: started.consultation.id,
      completedAt: expect.any(String),
      summary,
      appointment: { status: "FULFILLED", version: 3 },
    });
    const [row] = await sql(`select * from consultation where appointment_id = '${id}'`);
    expect(JSON.stringify(row)).not.toMatch(clinical);
    expect(row?.complaint).toMatch(/^v2\./);
  });

  it("tells of its steps, and of its summary by ids alone", async () => {
    await start(doctor);
    const { consultation } = await complete(doctor);
    expect(
      await sql(`select type from outbox_event where aggregate_id = '${id}' and not imported order by sequence`),
    ).toEqual([{ type: "appointment.started" }, { type: "appointment.fulfilled" }]);
    expect(await sql(`select type, payload from outbox_event where aggregate_id = '${consultation.id}'`)).toEqual([
      {
        type: "consultation.summary.ready",
        payload: {
          consultationId: consultation.id,
          appointmentId: id,
          patientId: patient.patientId,
          providerId: doctor.providerId,
        },
      },
    ]);
  });

  it("is not begun more than an hour before its time", async () => {
    const later = await imported({ startsAt: hoursFromNow(2 + turn), endsAt: hoursFromNow(2.4 + turn) });
    expect(await start(doctor, { id: later })).toMatchObject({
      consultation: null,
      userErrors: [{ code: "TOO_EARLY", field: ["id"] }],
    });
  });

  it("that was imported while it went on is completed all the same", async () => {
    id = await imported({
      status: "IN_PROGRESS",
      startsAt: hoursFromNow(-10 - turn),
      endsAt: hoursFromNow(-9.9 - turn),
    });
    expect(await complete(doctor)).toMatchObject({ userErrors: [], consultation: { summary } });
  });

  it("is begun once, of ten who begin it at once, and completed once", async () => {
    const outcomes = (answers: { userErrors: { code: string }[] }[]) =>
      answers.map(({ userErrors }) => userErrors[0]?.code ?? "done").sort();
    const begun = await Promise.all(Array.from({ length: 10 }, () => start(doctor)));
    expect(outcomes(begun)).toEqual([...Array(9).fill("ILLEGAL_TRANSITION"), "done"]);
    const ended = await Promise.all(Array.from({ length: 10 }, () => complete(doctor)));
    expect(outcomes(ended)).toEqual([...Array(9).fill("ILLEGAL_TRANSITION"), "done"]);
    expect(await sql(`select 1 as one from consultation where appointment_id = '${id}'`)).toHaveLength(1);
  });

  it("is completed once under one key, however often that is asked", async () => {
    await start(doctor);
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => complete(doctor, { idempotencyKey })));
    for (const answer of answers) expect(answer).toMatchObject({ userErrors: [], consultation: { summary } });
  });
});

describe("a summary", () => {
  beforeEach(() => start(doctor));

  it.each([
    ["without a complaint", { ...summary, complaint: "  " }, ["summary", "complaint"]],
    ["that is too long", { ...summary, findings: "x".repeat(10_001) }, ["summary", "findings"]],
    [
      "with a prescription of nothing",
      { ...summary, prescriptions: [...summary.prescriptions, { medication: "", dosage: "One" }] },
      ["summary", "prescriptions", "1", "medication"],
    ],
    [
      "with too many prescriptions",
      { ...summary, prescriptions: Array(51).fill(summary.prescriptions[0]) },
      ["summary", "prescriptions"],
    ],
  ])("%s is refused by the field's path, and the visit goes on", async (_what, refused, field) => {
    expect(await complete(doctor, { summary: refused })).toMatchObject({
      consultation: null,
      userErrors: [{ code: "VALIDATION_FAILED", field }],
    });
    expect(await sql(`select status from appointment where id = '${id}'`)).toEqual([{ status: "IN_PROGRESS" }]);
  });

  it("needs its complaint alone, and keeps every script", async () => {
    const { consultation } = await complete(doctor, { summary: { complaint: "膝の痛み 🦵" } });
    expect(consultation.summary).toEqual({
      complaint: "膝の痛み 🦵",
      findings: null,
      assessment: null,
      plan: null,
      prescriptions: [],
    });
  });

  it("is read by patient, nurse and administration, and not by the front desk or another organization", async () => {
    await complete(doctor);
    for (const viewer of [patient, nurse, admin, doctor]) {
      expect((await read(viewer)).consultation).toMatchObject({ summary: { complaint: summary.complaint } });
      expect((await read(viewer)).appointment.consultation).not.toBeNull();
    }
    expect((await read(staff)).code).toBe("FORBIDDEN");
    expect((await read(staff)).appointment).toEqual({ consultation: null });
    expect(await read(stranger)).toMatchObject({ consultation: null, appointment: null });
    expect(await read(patientUser("p-2"))).toMatchObject({ consultation: null, appointment: null });
  });

  it("leaves an audit entry for each who reads it, with the patient", async () => {
    await complete(doctor);
    const { consultation } = await read(nurse);
    expect(
      await sql(
        `select subject_ids from audit_entry
         where 'consultation.read' = any(actions) and '${consultation.id}' = any(entity_ids) and actor_roles = '{NURSE}'`,
      ),
    ).toEqual([{ subject_ids: [patient.patientId] }]);
  });
});

describe("who may", () => {
  it("begin a visit: a nurse too; complete it: its provider alone", async () => {
    expect((await start(nurse)).userErrors).toEqual([]);
    for (const viewer of [nurse, admin, staff, patient]) expect(await complete(viewer)).toBe("FORBIDDEN");
    const colleague = { ...doctor, providerId: providerId("d-2") };
    expect(await complete(colleague)).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: ["id"] }] });
    expect((await complete(doctor)).userErrors).toEqual([]);
  });

  it("not begin it: the desk, the patient, a colleague", async () => {
    for (const viewer of [staff, admin, patient]) expect(await start(viewer)).toBe("FORBIDDEN");
    const colleague = { ...doctor, providerId: providerId("d-2") };
    expect(await start(colleague)).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: ["id"] }] });
    expect(await start({ ...nurse, organizationId: stranger.organizationId })).toMatchObject({
      userErrors: [{ code: "NOT_FOUND" }],
    });
  });
});

it("the visits of a list cost one statement for all consultations", async () => {
  await start(doctor);
  appointments.statements.length = 0;
  await appointments.query(nurse, "{ appointments(first: 50) { nodes { consultation { id } } } }");
  expect(appointments.statements.filter((text) => text.includes('"consultation"'))).toHaveLength(1);
});
