import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { organizationId, staff } from "./booking.fixture.ts";
import { arrivalFrom } from "./booking.guards.ts";
import { AppointmentStatus } from "./booking.status.ts";
import { at, type CommandAnswer, command, commandDocument, outcomeOf } from "./commands.fixture.ts";
import { causeOf } from "./status-change.cause.ts";
import { type AppointmentCommand, transitions } from "./transition.table.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

let patientId: string;
let providerId: string;
let self: TestViewer;
beforeEach(async () => {
  patientId = await knownPatient(appointments);
  providerId = await knownProvider(appointments, { weekly: daily(["09:00", "17:00"]) });
  self = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
});

const run = (viewer: TestViewer, mutation: string, input: object): Promise<CommandAnswer> =>
  command(appointments.query, viewer, mutation, input);

const book = (input: object = {}, viewer = staff): Promise<CommandAnswer> =>
  run(viewer, "bookAppointment", { patientId, providerId, startsAt: at("09:00"), visitType: "IN_PERSON", ...input });

async function booked(input: object = {}): Promise<NonNullable<CommandAnswer["appointment"]>> {
  const { appointment, userErrors } = await book(input);
  expect(userErrors).toEqual([]);
  if (!appointment) throw new Error("Nothing was booked.");
  return appointment;
}

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return appointments.orm.em.getConnection().execute(statement);
}

/** Puts a visit at another time, which it would have been booked for long ago. */
const startingAt = (id: string, start: string) =>
  appointments.database.asOwner(
    `update appointment set starts_at = ${start}, ends_at = ${start} + interval '20 min',
       blocked_from = null, blocked_until = null where id = '${id}'`,
  );

const eventsOf = (id: string | undefined) =>
  sql(
    `select type, aggregate_version as version, payload from outbox_event where aggregate_id = '${id}' order by sequence`,
  );

describe("the state machine", () => {
  type Beginning = "bookAppointment" | "overbookAppointment" | "holdAppointment" | "requestAppointment";
  type OfItself = "missAppointment" | "expireHold" | "confirmPaid" | "refuseUnpaid" | "releaseErased";
  const inputs: Readonly<Record<Exclude<AppointmentCommand, Beginning | OfItself>, object>> = {
    rescheduleAppointment: { startsAt: at("15:00") },
    cancelAppointment: { reason: "Called off" },
    confirmAppointment: {},
    checkInAppointment: {},
    startConsultation: {},
    completeConsultation: { summary: { complaint: "Knee pain" } },
  };
  const clinicOf = (name: string): TestViewer =>
    name.endsWith("Consultation") ? { organizationId, roles: [Role.PROVIDER], providerId } : staff;
  const cases = Object.keys(inputs).flatMap((name) =>
    Object.values(AppointmentStatus).map((status) => [name as keyof typeof inputs, status] as const),
  );

  it.each(cases)("%s takes a %s one where the table says, and nowhere else", async (name, status) => {
    for (const who of ["clinic", "patient"] as const) {
      const steps = transitions.filter((step) => step.command === name && step.who === who);
      const { id } = await booked({ patientId, startsAt: at(who === "clinic" ? "09:00" : "10:00") });
      const begins = `now() + interval '${who === "clinic" ? 0 : 30} minutes'`;
      const time =
        name === "startConsultation" || name === "checkInAppointment"
          ? `, starts_at = ${begins}, ends_at = ${begins} + interval '20 min'`
          : "";
      await appointments.database.asOwner(`update appointment set status = '${status}'${time} where id = '${id}'`);
      const viewer = who === "clinic" ? clinicOf(name) : self;
      if (steps.length === 0) {
        const { errors } = await appointments.query(viewer, commandDocument(name), { input: { id, ...inputs[name] } });
        expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
        continue;
      }
      const { appointment, userErrors } = await run(viewer, name, { id, ...inputs[name] });
      const step = steps.find(({ from }) => from === status);
      if (step) {
        expect(userErrors).toEqual([]);
        expect(appointment?.status).toBe(step.to);
        expect(appointment?.statusHistory).toContainEqual(expect.objectContaining({ from: status, to: step.to }));
        expect(
          await sql(
            `select cause from appointment_status_change where appointment_id = '${id}' order by changed_at, id`,
          ),
        ).toEqual([{ cause: "BOOKED" }, { cause: causeOf[name] }]);
        expect((await eventsOf(id))[1]).toMatchObject({ type: step.event, version: 2, payload: { status: step.to } });
        await run(staff, "cancelAppointment", { id, reason: "Makes room" });
      } else {
        expect(userErrors).toMatchObject([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
        expect(userErrors[0]?.message).toContain(status);
        expect(await eventsOf(id)).toHaveLength(1);
      }
    }
  });

  it("lets one of ten who decided on the same version win", async () => {
    const { id } = await booked();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        index % 2 === 0
          ? run(staff, "cancelAppointment", { id, reason: "Called off", expectedVersion: 1 })
          : run(staff, "confirmAppointment", { id, expectedVersion: 1 }),
      ),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([...Array(9).fill("VERSION_CONFLICT"), "done"]);
  });

  it("answers with what became of it when one request changes it twice", async () => {
    const { id } = await booked();
    await startingAt(id, "now()");
    const { data } = await appointments.query(
      staff,
      `mutation { one: confirmAppointment(input: { id: "${id}" }) { appointment { status statusHistory { to } } }
                  two: checkInAppointment(input: { id: "${id}" }) { appointment { status statusHistory { to } } } }`,
    );
    expect(data.one.appointment.status).toBe("CONFIRMED");
    expect(data.two.appointment.status).toBe("CHECKED_IN");
    expect(data.two.appointment.statusHistory).toHaveLength(3);
  });
});

describe("checking in", () => {
  it.each([
    ["where the day begins later than in UTC", "2030-01-07T03:00:00Z", "America/Los_Angeles", "2030-01-06T08:00:00Z"],
    ["where it begins earlier", "2030-01-07T15:00:00Z", "Pacific/Auckland", "2030-01-07T11:00:00Z"],
    ["in a zone with quarters of an hour", "2030-01-07T09:00:00Z", "Asia/Kathmandu", "2030-01-06T18:15:00Z"],
    ["on a day of 25 hours", "2030-11-04T04:30:00Z", "America/New_York", "2030-11-03T04:00:00Z"],
    ["on a day that begins at one", "2030-09-08T20:00:00Z", "America/Santiago", "2030-09-08T04:00:00Z"],
    ["soon after midnight: an hour before", "2030-01-07T00:20:00Z", "UTC", "2030-01-06T23:20:00Z"],
    ["of a provider who is not known yet", "2030-01-07T15:00:00Z", undefined, "2030-01-06T14:00:00Z"],
  ])("is possible from the beginning of the visit's day on, %s", (_what, startsAt, timeZone, from) => {
    expect(arrivalFrom(new Date(startsAt), timeZone)).toEqual(new Date(from));
  });

  it("is refused before, whatever the visit's status, with the time from which it is possible", async () => {
    providerId = await knownProvider(appointments, { timeZone: "Asia/Tokyo" });
    const { id } = await booked();
    for (const status of [AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED, AppointmentStatus.NO_SHOW]) {
      await appointments.database.asOwner(`update appointment set status = '${status}' where id = '${id}'`);
      const { appointment, userErrors } = await run(staff, "checkInAppointment", { id });
      expect(appointment).toBeNull();
      expect(userErrors).toMatchObject([{ code: "NOT_ITS_DAY", field: ["id"] }]);
      expect(userErrors[0]?.message).toContain(at("15:00", -1));
    }
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it("is possible on the provider's day of the visit, and when nobody noted it on that day", async () => {
    const endOfDay =
      "(date_trunc('day', now() at time zone 'Asia/Tokyo') + interval '23:59') at time zone 'Asia/Tokyo'";
    // Each with a provider and a patient of its own: some of these times overlap, depending on when this runs.
    for (const [start, outcome] of [
      [endOfDay, "done"],
      ["now() - interval '1 day'", "done"],
      ["now() + interval '59 min'", "done"],
      // Early on the day after tomorrow: another day also if tomorrow begins meanwhile.
      [`${endOfDay} + interval '26 hours'`, "NOT_ITS_DAY"],
    ] as const) {
      patientId = await knownPatient(appointments);
      providerId = await knownProvider(appointments, { timeZone: "Asia/Tokyo" });
      const { id } = await booked();
      await startingAt(id, start);
      expect([start, outcomeOf(await run(staff, "checkInAppointment", { id }))]).toEqual([start, outcome]);
    }
  });
});
