import { Role, VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { organizationId, staff } from "./booking.fixture.ts";
import { at, type CommandAnswer, command, outcomeOf } from "./commands.fixture.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

let providerId: string;
beforeEach(async () => {
  providerId = await knownProvider(appointments);
});

async function give(mutation: string, input: object, viewer: TestViewer = staff): Promise<CommandAnswer> {
  return command(appointments.query, viewer, mutation, input);
}

async function visit(time: string, input: object = {}): Promise<object> {
  const patientId = await knownPatient(appointments);
  return { patientId, providerId, startsAt: at(time), visitType: "IN_PERSON", ...input };
}

const book = async (time: string, input: object = {}) => give("bookAppointment", await visit(time, input));
const overbook = async (time: string, input: object = {}) =>
  give("overbookAppointment", await visit(time, { overrideReason: "Sent by the emergency room", ...input }));

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);

const isOverbooked = async ({ appointment }: CommandAnswer) =>
  (await sql(`select overbooked from appointment where id = '${appointment?.id}'`))[0]?.overbooked;

describe("overbooking", () => {
  it("books a provider who is taken, marks the visit, and keeps the reason with the history and the audit log", async () => {
    await book("09:00");
    const answer = await overbook("09:15");
    expect(answer).toMatchObject({
      userErrors: [],
      appointment: {
        status: "BOOKED",
        statusHistory: [{ from: null, to: "BOOKED", reason: "Sent by the emergency room" }],
      },
    });
    expect(await isOverbooked(answer)).toBe(true);
    const { data } = await appointments.query(staff, `{ appointment(id: "${answer.appointment?.id}") { overbooked } }`);
    expect(data.appointment).toEqual({ overbooked: true });
    expect(
      await sql(
        `select actions from audit_entry where '${answer.appointment?.id}' = any(entity_ids) and outcome = 'ALLOWED'`,
      ),
    ).toContainEqual({ actions: ["appointment.overbook"] });
    expect(JSON.stringify(await sql("select * from appointment_status_change"))).not.toContain("emergency room");
  });

  it("of a time that is free is a booking like any other", async () => {
    const answer = await overbook("10:00");
    expect(outcomeOf(answer)).toBe("done");
    expect(await isOverbooked(answer)).toBe(false);
    expect(outcomeOf(await book("10:00"))).toBe("SLOT_TAKEN");
  });

  it("never books a patient twice, nor outside the hours, nor without a reason", async () => {
    const patientId = await knownPatient(appointments);
    await book("09:00", { patientId });
    expect(outcomeOf(await overbook("09:15", { patientId }))).toBe("PATIENT_BUSY");
    providerId = await knownProvider(appointments, { weekly: [] });
    const { userErrors } = await overbook("09:00");
    expect(userErrors).toMatchObject([{ code: "OUTSIDE_AVAILABILITY", field: ["startsAt"] }]);
    expect(userErrors[0]?.message).toMatch(/add extra hours first/);
    expect(userErrors[0]?.message).not.toMatch(/free slots/);
    expect((await overbook("09:00", { overrideReason: " " })).userErrors).toMatchObject([
      { code: "VALIDATION_FAILED", field: ["overrideReason"] },
    ]);
    expect((await overbook("09:00", { overrideReason: "A\u0000B" })).userErrors).toMatchObject([
      { code: "VALIDATION_FAILED", field: ["overrideReason"] },
    ]);
  });

  it("is for the front desk and administration alone", async () => {
    const input = await visit("09:00", { overrideReason: "Mine" });
    const self = { organizationId, roles: [Role.PATIENT], patientId: (input as { patientId: string }).patientId };
    for (const viewer of [
      self,
      { organizationId, roles: [Role.NURSE] },
      { organizationId, roles: [Role.PROVIDER], providerId },
    ])
      await expect(give("overbookAppointment", input, viewer)).rejects.toThrow(/FORBIDDEN/);
  });
});

describe("the time of a visit that was overbooked", () => {
  it("is taken like any other: for a booking, for a visit that is moved, and among free slots", async () => {
    await book("09:00");
    await overbook("09:15");
    // Only the visit that was overbooked has the time from 09:30 on.
    expect(outcomeOf(await book("09:30"))).toBe("SLOT_TAKEN");
    const elsewhere = await book("12:00");
    expect(
      outcomeOf(await give("rescheduleAppointment", { id: elsewhere.appointment?.id, startsAt: at("09:30") })),
    ).toBe("SLOT_TAKEN");
    const { data } = await appointments.query(
      staff,
      "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
      { input: { providerId, visitType: VisitType.IN_PERSON, from: at("09:00"), to: at("10:30") } },
    );
    expect(data.availableSlots).toEqual([{ startsAt: at("10:00") }]);
    expect(outcomeOf(await book("09:45"))).toBe("done");
  });

  it("is free again when it is cancelled, and it is a visit like any other once it was moved to a free time", async () => {
    await book("09:00");
    const cancelled = await overbook("09:15");
    await give("cancelAppointment", { id: cancelled.appointment?.id, reason: "Went elsewhere" });
    expect(outcomeOf(await book("09:30"))).toBe("done");
    const moved = await overbook("09:15");
    expect(outcomeOf(await give("rescheduleAppointment", { id: moved.appointment?.id, startsAt: at("14:00") }))).toBe(
      "done",
    );
    expect(await isOverbooked(moved)).toBe(false);
    // Within its own time it may be moved, too.
    expect(outcomeOf(await give("rescheduleAppointment", { id: moved.appointment?.id, startsAt: at("14:10") }))).toBe(
      "done",
    );
  });
});

it("twenty who book a time and five who overbook it, all at once: one has it, the five have it beside them", async () => {
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, () => book("11:00")),
    ...Array.from({ length: 5 }, () => overbook("11:00")),
  ]);
  const booked = answers.slice(0, 20).map(outcomeOf);
  expect(answers.slice(20).map(outcomeOf)).toEqual(Array(5).fill("done"));
  expect(booked.filter((outcome) => outcome === "done").length).toBeLessThanOrEqual(1);
  expect(new Set(booked.filter((outcome) => outcome !== "done"))).toEqual(new Set(["SLOT_TAKEN"]));
  const rows = await sql(
    `select count(*)::int as visits, (count(*) filter (where not overbooked))::int as regular from appointment where provider_id = '${providerId}'`,
  );
  const [{ visits, regular } = {}] = rows;
  expect(regular).toBe(1);
  expect(visits).toBe(answers.filter((answer) => outcomeOf(answer) === "done").length);
});
