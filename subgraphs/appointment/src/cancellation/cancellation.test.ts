import { randomUUID } from "node:crypto";
import { Role, type VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { command, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { standardRules } from "../visit-rules/visit.rule.ts";
import { director } from "../visit-rules/visit-rules.fixture.ts";
import { costBy } from "./cancellation.cost.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  await tell(appointments, "organization.registered", { organizationId, timeZone: "UTC", currency: "EUR" });
  await decide("VIDEO", { noticeMinutes: 24 * 60, fee: 2_500 });
});
afterAll(() => appointments.close());

let patientId: string;
let providerId: string;
let self: TestViewer;
beforeEach(async () => {
  patientId = await knownPatient(appointments);
  providerId = await knownProvider(appointments);
  self = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);

async function decide(visitType: string, cancellation: object | null, viewer = director) {
  const { data, errors } = await appointments.query(
    viewer,
    `mutation ($input: SetVisitTypeRulesInput!) { setVisitTypeRules(input: $input) {
      visitTypeRules { cancellation { noticeMinutes fee { amount currency } } } userErrors { code field } } }`,
    { input: { visitType, ...standardRules[visitType as VisitType], cancellation } },
  );
  expect(errors).toBeUndefined();
  return data.setVisitTypeRules;
}

/** A visit that begins so many hours from now. */
async function booked(hours: number, visitType = "VIDEO"): Promise<string> {
  const startsAt = new Date(Math.ceil(Date.now() / 60_000 + hours * 60) * 60_000).toISOString();
  const { appointment, userErrors } = await command(appointments.query, staff, "bookAppointment", {
    ...{ patientId, providerId, startsAt, visitType },
  });
  expect(userErrors).toEqual([]);
  return String(appointment?.id);
}

const cancel = (id: string, viewer: TestViewer, input: object = {}) =>
  command(appointments.query, viewer, "cancelAppointment", { id, reason: "Called off", ...input });

async function preview(id: string, viewer: TestViewer = self) {
  const { data, errors } = await appointments.query(
    viewer,
    "query ($id: ID!) { cancellationPreview(appointmentId: $id) { freeUntil late fee { amount currency } } }",
    { id },
  );
  expect(errors).toBeUndefined();
  return data.cancellationPreview;
}

/** What whoever bills it is told. */
async function toldOf(id: string): Promise<unknown> {
  const [event] = await sql(
    `select payload -> 'cancellation' as cancellation from outbox_event
     where aggregate_id = '${id}' and type = 'appointment.cancelled'`,
  );
  return event?.cancellation;
}

const fee = { amount: 2_500, currency: "EUR" };

/** What whoever sees the visit sees of it. */
async function shownOf(id: string, viewer: TestViewer = staff): Promise<unknown> {
  const { data, errors } = await appointments.query(
    viewer,
    "query ($id: ID!) { appointment(id: $id) { cancellation { onBehalfOf late fee { amount currency } feeWaived } } }",
    { id },
  );
  expect(errors).toBeUndefined();
  return data.appointment?.cancellation ?? null;
}

describe("what it costs to call a visit off", () => {
  it("is told before: nothing until the notice is over, the fee from then on", async () => {
    const early = await booked(25);
    const startsAt = (await sql(`select starts_at from appointment where id = '${early}'`))[0]?.starts_at;
    const freeUntil = new Date(new Date(String(startsAt)).getTime() - 24 * 3_600_000).toISOString();
    expect(await preview(early)).toEqual({ freeUntil, late: false, fee: null });
    expect(await preview(await booked(23))).toMatchObject({ late: true, fee });
    expect(await preview(await booked(1, "PHONE"))).toEqual({ freeUntil: null, late: false, fee: null });
  });

  it("changes at that very moment, which itself is free", () => {
    const terms = { noticeMinutes: 60, fee };
    const startsAt = new Date("2027-01-04T10:00:00Z");
    const at = (time: string) => costBy(terms, startsAt, new Date(`2027-01-04T${time}Z`)).fee;
    expect(at("09:00:00.000")).toBeNull();
    expect(at("09:00:00.001")).toEqual(fee);
    const noNotice = costBy({ ...terms, noticeMinutes: 0 }, startsAt, startsAt);
    expect(noNotice).toEqual({ freeUntil: startsAt, late: false, fee: null });
  });

  it("is told to nobody who may not see the visit, and of none that cannot be called off", async () => {
    const id = await booked(23);
    expect(await preview(id, { ...self, patientId: await knownPatient(appointments) })).toBeNull();
    expect(await preview(id, stranger)).toBeNull();
    expect(await preview(randomUUID())).toBeNull();
    await cancel(id, self);
    expect(await preview(id)).toBeNull();
  });

  it("is told to no patient who has come or whose visit has begun, but to the clinic, which may", async () => {
    const come = await booked(2);
    await appointments.database.asOwner(`update appointment set status = 'CHECKED_IN' where id = '${come}'`);
    expect(await preview(come)).toBeNull();
    expect(await preview(come, staff)).toMatchObject({ late: true });
    const begun = await booked(3);
    await appointments.database.asOwner(
      `update appointment set starts_at = now() - interval '5 minutes', ends_at = now() where id = '${begun}'`,
    );
    expect(await preview(begun)).toBeNull();
    expect(await preview(begun, staff)).toMatchObject({ late: true });
  });
});

describe("medplum #6471: a cut-off with a fee, when a visit is called off", () => {
  it("by its patient in time: costs nothing", async () => {
    const id = await booked(25);
    expect(outcomeOf(await cancel(id, self))).toBe("done");
    expect(await toldOf(id)).toEqual({ onBehalfOf: "PATIENT", late: false, fee: null, waivedBy: null });
  });

  it("by its patient late: costs what was told before", async () => {
    const id = await booked(23);
    expect((await preview(id)).fee).toEqual(fee);
    expect(outcomeOf(await cancel(id, self, { onBehalfOf: "PATIENT", waiveFee: false }))).toBe("done");
    expect(await toldOf(id)).toEqual({ onBehalfOf: "PATIENT", late: true, fee, waivedBy: null });
  });

  it("by the clinic: costs nothing, unless it says that it is the patient who does not come", async () => {
    const clinics = await booked(23);
    const patients = await booked(22);
    expect(outcomeOf(await cancel(clinics, staff))).toBe("done");
    expect(outcomeOf(await cancel(patients, staff, { onBehalfOf: "PATIENT" }))).toBe("done");
    expect(await toldOf(clinics)).toEqual({ onBehalfOf: "CLINIC", late: true, fee: null, waivedBy: null });
    expect(await toldOf(patients)).toEqual({ onBehalfOf: "PATIENT", late: true, fee, waivedBy: null });
  });

  it("is shown with the visit to whoever sees it, and to nobody else; of one that stands there is nothing", async () => {
    const [late, clinics, waived, early] = [await booked(23), await booked(22), await booked(21), await booked(26)];
    for (const id of [late, clinics]) expect(await shownOf(id)).toBeNull();
    await cancel(late, self);
    await cancel(clinics, staff);
    await cancel(waived, staff, { onBehalfOf: "PATIENT", waiveFee: true });
    await cancel(early, self);
    const outcome = { onBehalfOf: "PATIENT", late: true, fee, feeWaived: false };
    for (const viewer of [staff, self, { organizationId, roles: [Role.PROVIDER], providerId }])
      expect(await shownOf(late, viewer)).toEqual(outcome);
    expect(await shownOf(late, { ...self, patientId: await knownPatient(appointments) })).toBeNull();
    expect(await shownOf(clinics)).toEqual({ ...outcome, onBehalfOf: "CLINIC", fee: null });
    expect(await shownOf(waived, self)).toEqual({ ...outcome, fee: null, feeWaived: true });
    expect(await shownOf(early)).toEqual({ ...outcome, late: false, fee: null });
  });

  it("by its provider: costs nothing", async () => {
    const id = await booked(23);
    const doctor = { organizationId, roles: [Role.PROVIDER], providerId };
    expect(outcomeOf(await cancel(id, doctor))).toBe("done");
    expect(await toldOf(id)).toMatchObject({ onBehalfOf: "CLINIC", fee: null });
  });

  it("and the front desk waives the fee: says who did; where none was due, nobody waived one", async () => {
    const [late, early] = [await booked(23), await booked(25)];
    const userId = randomUUID();
    for (const id of [late, early])
      expect(outcomeOf(await cancel(id, { ...staff, userId }, { onBehalfOf: "PATIENT", waiveFee: true }))).toBe("done");
    expect(await toldOf(late)).toEqual({ onBehalfOf: "PATIENT", late: true, fee: null, waivedBy: userId });
    expect(await toldOf(early)).toEqual({ onBehalfOf: "PATIENT", late: false, fee: null, waivedBy: null });
  });

  it.each([
    ["onBehalfOf", { onBehalfOf: "CLINIC" }],
    ["waiveFee", { waiveFee: true }],
  ])(
    "refuses a patient who decides what is the clinic's to decide (%s), and the visit stands",
    async (field, input) => {
      const id = await booked(23);
      expect((await cancel(id, self, input)).userErrors).toMatchObject([{ code: "CLINIC_ONLY", field: [field] }]);
      expect(await sql(`select status from appointment where id = '${id}'`)).toEqual([{ status: "BOOKED" }]);
      expect(await toldOf(id)).toBeUndefined();
    },
  );

  it.each([
    ["onBehalfOf", {}],
    ["onBehalfOf", { onBehalfOf: "CLINIC" }],
    ["waiveFee", { onBehalfOf: "PATIENT", waiveFee: true }],
  ])(
    "refuses an application of somebody in the clinic what is the clinic's to decide (%s: %j)",
    async (field, input) => {
      const application = { ...staff, scope: "appointments.write" };
      const id = await booked(23);
      expect((await cancel(id, application, input)).userErrors).toMatchObject([
        { code: "CLINIC_ONLY", field: [field] },
      ]);
      expect(await toldOf(id)).toBeUndefined();
      expect(outcomeOf(await cancel(id, application, { onBehalfOf: "PATIENT" }))).toBe("done");
      expect(await toldOf(id)).toMatchObject({ onBehalfOf: "PATIENT", fee: { amount: 2_500 }, waivedBy: null });
    },
  );

  it("twice under one key: costs it once", async () => {
    const id = await booked(23);
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(id, self, { idempotencyKey })));
    expect(answers.map(outcomeOf)).toEqual(Array.from({ length: 5 }, () => "done"));
    expect(
      await sql(`select 1 from outbox_event where aggregate_id = '${id}' and type = 'appointment.cancelled'`),
    ).toHaveLength(1);
  });
});

describe("a visit that its patient moved", () => {
  const hoursAhead = (hours: number) => new Date(Math.ceil(Date.now() / 60_000 + hours * 60) * 60_000).toISOString();
  const move = async (id: string, hours: number, viewer = self) =>
    expect(
      outcomeOf(
        await command(appointments.query, viewer, "rescheduleAppointment", { id, startsAt: hoursAhead(hours) }),
      ),
    ).toBe("done");

  it("late, costs the fee as it did before, whenever it is called off and however often it is moved", async () => {
    const id = await booked(23);
    const before = await preview(id);
    await move(id, 300);
    expect(await preview(id)).toEqual({ ...before, late: true, fee });
    await move(id, 200);
    expect(await preview(id)).toEqual({ ...before, late: true, fee });
    expect(outcomeOf(await cancel(id, self))).toBe("done");
    expect(await toldOf(id)).toEqual({ onBehalfOf: "PATIENT", late: true, fee, waivedBy: null });
  });

  it("in time, costs what its new time has it cost", async () => {
    const id = await booked(30);
    await move(id, 300);
    expect(await preview(id)).toMatchObject({ late: false, fee: null });
    await move(id, 23);
    expect(await preview(id)).toMatchObject({ late: true, fee });
    expect(outcomeOf(await cancel(id, self))).toBe("done");
    expect(await toldOf(id)).toMatchObject({ late: true, fee });
  });

  it("late to an earlier time, is late from that on", async () => {
    const id = await booked(23);
    await move(id, 20);
    const startsAt = (await sql(`select starts_at from appointment where id = '${id}'`))[0]?.starts_at;
    const freeUntil = new Date(new Date(String(startsAt)).getTime() - 24 * 3_600_000).toISOString();
    expect(await preview(id)).toEqual({ freeUntil, late: true, fee });
    await move(id, 300);
    expect(await preview(id)).toEqual({ freeUntil, late: true, fee });
  });

  it("is as the terms have it again when the clinic moves it, late or not", async () => {
    const id = await booked(23);
    await move(id, 300);
    await move(id, 200, staff);
    expect(await preview(id)).toMatchObject({ late: false, fee: null });
    const late = await booked(22);
    await move(late, 250, staff);
    expect(outcomeOf(await cancel(late, self))).toBe("done");
    expect(await toldOf(late)).toMatchObject({ late: false, fee: null });
  });

  it("costs nothing on the clinic's behalf, and where the notice that holds now is kept", async () => {
    const [clinics, shortened] = [await booked(23), await booked(21)];
    for (const id of [clinics, shortened]) await move(id, id === clinics ? 300 : 200);
    expect(outcomeOf(await cancel(clinics, staff))).toBe("done");
    expect(await toldOf(clinics)).toMatchObject({ onBehalfOf: "CLINIC", fee: null });
    await decide("VIDEO", { noticeMinutes: 60, fee: 2_500 });
    expect(await preview(shortened)).toMatchObject({ late: false, fee: null });
    await decide("VIDEO", { noticeMinutes: 24 * 60, fee: 2_500 });
    expect(await preview(shortened)).toMatchObject({ late: true, fee });
  });
});

describe("the terms of a kind of visit", () => {
  it("are decided in the organization's currency, shown, and taken back", async () => {
    const { visitTypeRules } = await decide("IN_PERSON", { noticeMinutes: 120, fee: 1_000 });
    expect(visitTypeRules.cancellation).toEqual({ noticeMinutes: 120, fee: { amount: 1_000, currency: "EUR" } });
    const query = "{ visitTypeRules { visitType cancellation { noticeMinutes fee { amount currency } } } }";
    const shown = (await appointments.query(self, query)).data.visitTypeRules;
    expect(shown).toContainEqual({ visitType: "IN_PERSON", cancellation: visitTypeRules.cancellation });
    expect(shown).toContainEqual({ visitType: "PHONE", cancellation: null });
    const [told] = await sql(
      "select payload from outbox_event where type = 'visit_type.rules.changed' order by sequence desc limit 1",
    );
    expect(told).toMatchObject({ payload: { visitType: "IN_PERSON", cancellation: visitTypeRules.cancellation } });
    expect((await decide("IN_PERSON", null)).visitTypeRules.cancellation).toBeNull();
    const id = await booked(1, "IN_PERSON");
    await cancel(id, self);
    expect(await toldOf(id)).toMatchObject({ fee: null });
  });

  it("keep the currency that they were decided in; an older version of the organization changes nothing", async () => {
    const told = { organizationId, timeZone: "UTC" };
    await tell(appointments, "organization.updated", { ...told, currency: "CHF" }, { version: 2 });
    await tell(appointments, "organization.updated", { ...told, currency: "USD" }, { version: 1 });
    expect((await preview(await booked(23))).fee).toEqual(fee);
    const { visitTypeRules } = await decide("IN_PERSON", { noticeMinutes: 0, fee: 1 });
    expect(visitTypeRules.cancellation.fee).toEqual({ amount: 1, currency: "CHF" });
  });

  it.each([
    [{ noticeMinutes: -1, fee: 1 }, ["cancellation", "noticeMinutes"]],
    [{ noticeMinutes: 43_201, fee: 1 }, ["cancellation", "noticeMinutes"]],
    [{ noticeMinutes: 0, fee: 0 }, ["cancellation", "fee"]],
    [{ noticeMinutes: 0, fee: 10_000_001 }, ["cancellation", "fee"]],
  ])("are refused when they are %j", async (terms, field) => {
    expect((await decide("PHONE", terms)).userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field }]);
  });

  it("wait for the currency of an organization that is not known yet", async () => {
    expect((await decide("PHONE", { noticeMinutes: 0, fee: 1 }, stranger)).userErrors).toEqual([
      { code: "CURRENCY_UNKNOWN", field: ["cancellation", "fee"] },
    ]);
  });
});
