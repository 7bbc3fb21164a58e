import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { admin, organizationId, staff, stranger, visit } from "./booking.fixture.ts";
import { at, type CommandAnswer, command, commandDocument, outcomeOf } from "./commands.fixture.ts";

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

const eventsOf = (id: string | undefined) =>
  sql(
    `select type, aggregate_version as version, payload from outbox_event where aggregate_id = '${id}' order by sequence`,
  );

describe("booking", () => {
  it.each([
    ["IN_PERSON", "09:30"],
    ["VIDEO", "09:20"],
    ["PHONE", "09:15"],
  ])("%s takes the time that it lasts, and leaves history, event and audit entry", async (visitType, end) => {
    const { appointment, userErrors } = await book({ visitType, reason: "  Knee pain " });
    expect(userErrors).toEqual([]);
    expect(appointment).toMatchObject({
      status: "BOOKED",
      visitType,
      startsAt: at("09:00"),
      endsAt: at(end),
      reason: "Knee pain",
      version: 1,
      patient: { id: patientId },
      provider: { id: providerId },
      statusHistory: [{ from: null, to: "BOOKED", reason: null }],
    });
    const events = await eventsOf(appointment?.id);
    expect(events).toEqual([
      {
        type: "appointment.booked",
        version: 1,
        payload: {
          appointmentId: appointment?.id,
          patientId,
          providerId,
          locationId: null,
          startsAt: at("09:00"),
          endsAt: at(end),
          visitType,
          status: "BOOKED",
        },
      },
    ]);
    expect(
      await sql(`select actions, outcome, subject_ids from audit_entry where '${appointment?.id}' = any(entity_ids)`),
    ).toContainEqual({
      actions: ["appointment.book"],
      outcome: "ALLOWED",
      subject_ids: [patientId],
    });
    expect(JSON.stringify(await sql(`select * from appointment where id = '${appointment?.id}'`))).not.toContain(
      "Knee",
    );
  });

  it.each([
    ["a start between two minutes", { startsAt: "2030-01-07T09:00:30Z" }, "VALIDATION_FAILED", "startsAt"],
    ["an empty reason", { reason: " " }, "VALIDATION_FAILED", "reason"],
    ["a reason with NUL", { reason: "Knee\u0000pain" }, "VALIDATION_FAILED", "reason"],
    ["a key with NUL", { idempotencyKey: "\u0000" }, "VALIDATION_FAILED", "idempotencyKey"],
    ["a start in the year 9999", { startsAt: "9999-01-05T09:00:00Z" }, "VALIDATION_FAILED", "startsAt"],
    ["a time that is over", { startsAt: "2026-01-05T09:00:00Z" }, "IN_THE_PAST", "startsAt"],
    ["a time before the hours", { startsAt: at("08:45") }, "OUTSIDE_AVAILABILITY", "startsAt"],
    ["a time that ends after the hours", { startsAt: at("16:45") }, "OUTSIDE_AVAILABILITY", "startsAt"],
  ])("refuses %s", async (_what, input, code, field) => {
    const { appointment, userErrors } = await book(input);
    expect(appointment).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: [field] }]);
    expect(await sql(`select 1 from appointment where provider_id = '${providerId}'`)).toEqual([]);
  });

  it("says in whole sentences what is wrong, and names the field as the input does", async () => {
    const messageOf = async (input: object) => (await book(input)).userErrors.map(({ message }) => message);
    expect(await messageOf({ startsAt: "2030-01-07T09:00:30Z" })).toEqual(["`startsAt` must be on a full minute."]);
    expect(await messageOf({ startsAt: "9999-01-05T09:00:00Z" })).toEqual([
      "`startsAt` must be within 5 years from now: check the year.",
    ]);
    expect(await messageOf({ reason: "Knee\u0000pain" })).toEqual([
      "`reason` must not contain the character NUL (U+0000): leave it out.",
    ]);
  });

  it("takes a start almost five years ahead, and no later one, by whichever command", async () => {
    const inYears = (years: number) => {
      // Two days ago: of 29 February, the day so many years later is the one after.
      const lately = new Date(at("09:00", -9));
      lately.setUTCFullYear(lately.getUTCFullYear() + years);
      return lately.toISOString();
    };
    expect(outcomeOf(await book({ startsAt: inYears(5) }))).toBe("done");
    const { id } = await booked();
    const refused = [{ code: "VALIDATION_FAILED", field: ["startsAt"] }];
    const input = { patientId, providerId, startsAt: inYears(6), visitType: "IN_PERSON" };
    expect((await run(staff, "rescheduleAppointment", { id, startsAt: inYears(6) })).userErrors).toMatchObject(refused);
    expect((await run(staff, "holdAppointment", input)).userErrors).toMatchObject(refused);
    expect(
      (await run(staff, "overbookAppointment", { ...input, overrideReason: "Far ahead" })).userErrors,
    ).toMatchObject(refused);
  });

  it("refuses a kind of visit that the hours are not for", async () => {
    providerId = await knownProvider(appointments, {
      weekly: daily(["09:00", "17:00"]).map((hours) => ({ ...hours, visitTypes: ["VIDEO" as never] })),
    });
    expect(outcomeOf(await book())).toBe("OUTSIDE_AVAILABILITY");
    expect(outcomeOf(await book({ visitType: "VIDEO" }))).toBe("done");
  });

  it("refuses an archived patient and a provider who is not active, and says so", async () => {
    const archived = await knownPatient(appointments, { archived: true });
    const suspended = await knownProvider(appointments, { status: "SUSPENDED" });
    expect((await book({ patientId: archived })).userErrors).toMatchObject([
      { code: "PATIENT_ARCHIVED", field: ["patientId"] },
    ]);
    expect((await book({ providerId: suspended })).userErrors).toMatchObject([
      { code: "PROVIDER_INACTIVE", field: ["providerId"] },
    ]);
  });

  it("refuses a time that the provider, the patient or both have given away: the provider is named first", async () => {
    await booked();
    const anotherPatient = await knownPatient(appointments);
    const anotherProvider = await knownProvider(appointments);
    const late = { startsAt: at("09:15") };
    expect((await book({ ...late, patientId: anotherPatient })).userErrors).toMatchObject([
      { code: "SLOT_TAKEN", field: ["startsAt"] },
    ]);
    expect((await book({ ...late, providerId: anotherProvider })).userErrors).toMatchObject([
      { code: "PATIENT_BUSY", field: ["startsAt"] },
    ]);
    expect(outcomeOf(await book(late))).toBe("SLOT_TAKEN");
    expect(outcomeOf(await book({ startsAt: at("09:30") }))).toBe("done");
  });

  it("is for a patient themselves; another patient's record looks like none, at once", async () => {
    expect(outcomeOf(await book({}, self))).toBe("done");
    const other = await knownPatient(appointments);
    const began = performance.now();
    for (const id of [other, randomUUID()]) {
      expect((await book({ patientId: id, startsAt: at("10:00") }, self)).userErrors).toMatchObject([
        { code: "NOT_FOUND", field: ["patientId"] },
      ]);
    }
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it.each([Role.ADMIN, Role.STAFF, Role.NURSE])("is for %s, for whomever", async (role) => {
    expect(outcomeOf(await book({}, { organizationId, roles: [role] }))).toBe("done");
  });

  it("is not for a partner", async () => {
    const { errors } = await appointments.query(
      { organizationId, roles: [Role.PARTNER] },
      commandDocument("bookAppointment"),
      { input: { patientId, providerId, startsAt: at("09:00"), visitType: "VIDEO" } },
    );
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});

describe("who was registered a moment ago", () => {
  it("is waited for", async () => {
    const [newPatient, newProvider] = [randomUUID(), randomUUID()];
    const booking = book({ patientId: newPatient, providerId: newProvider });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await knownPatient(appointments, { patientId: newPatient });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await knownProvider(appointments, { providerId: newProvider });
    expect(outcomeOf(await booking)).toBe("done");
  });

  it("is not waited for longer than five seconds, nor in anybody's way", async () => {
    const began = performance.now();
    // More than the pool has connections.
    const waiting = Array.from({ length: 15 }, (_, index) =>
      book(index % 2 === 0 ? { patientId: randomUUID() } : { providerId: randomUUID() }),
    );
    const foreign = command(appointments.query, stranger, "bookAppointment", {
      patientId,
      providerId,
      startsAt: at("09:00"),
      visitType: "VIDEO",
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(outcomeOf(await book())).toBe("done");
    expect(performance.now() - began).toBeLessThan(3_000);
    for (const [index, answer] of (await Promise.all(waiting)).entries()) {
      expect(answer.userErrors).toMatchObject([
        { code: "NOT_FOUND", field: [index % 2 === 0 ? "patientId" : "providerId"] },
      ]);
    }
    expect((await foreign).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["patientId"] }]);
    expect(performance.now() - began).toBeLessThan(9_000);
  });
});

describe("rescheduling", () => {
  it("moves the visit, keeps how long it lasts, and tells when it was", async () => {
    const { id } = await booked({ visitType: "VIDEO" });
    const { appointment } = await run(staff, "rescheduleAppointment", {
      id,
      startsAt: at("10:00", 1),
      expectedVersion: 1,
    });
    expect(appointment).toMatchObject({
      status: "BOOKED",
      startsAt: at("10:00", 1),
      endsAt: at("10:20", 1),
      version: 2,
    });
    expect(appointment?.statusHistory).toEqual([
      { from: null, to: "BOOKED", reason: null },
      { from: "BOOKED", to: "BOOKED", reason: null },
    ]);
    expect((await eventsOf(id))[1]).toMatchObject({
      type: "appointment.rescheduled",
      version: 2,
      payload: { startsAt: at("10:00", 1), previousStartsAt: at("09:00"), status: "BOOKED" },
    });
    const anotherPatient = await knownPatient(appointments);
    expect(outcomeOf(await book({ patientId: anotherPatient }))).toBe("done");
  });

  it("to the time that the visit has changes nothing and tells nobody", async () => {
    const { id } = await booked();
    const { appointment, userErrors } = await run(staff, "rescheduleAppointment", { id, startsAt: at("09:00") });
    expect(userErrors).toEqual([]);
    expect(appointment).toMatchObject({ version: 1, statusHistory: [{ to: "BOOKED" }] });
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it("may move by less than the visit lasts", async () => {
    const { id } = await booked();
    expect(outcomeOf(await run(staff, "rescheduleAppointment", { id, startsAt: at("09:15") }))).toBe("done");
  });

  it("keeps the old time when the new one is taken, over or outside the hours", async () => {
    const { id } = await booked();
    const anotherPatient = await knownPatient(appointments);
    await booked({ patientId: anotherPatient, startsAt: at("11:00") });
    const anotherProvider = await knownProvider(appointments);
    await booked({ providerId: anotherProvider, startsAt: at("12:00") });
    for (const [startsAt, code] of [
      [at("10:45"), "SLOT_TAKEN"],
      [at("12:00"), "PATIENT_BUSY"],
      [at("17:00"), "OUTSIDE_AVAILABILITY"],
      ["2026-01-05T09:00:00Z", "IN_THE_PAST"],
    ]) {
      const { appointment, userErrors } = await run(staff, "rescheduleAppointment", { id, startsAt });
      expect(appointment).toBeNull();
      expect(userErrors).toMatchObject([{ code, field: ["startsAt"] }]);
    }
    const { data } = await appointments.query(
      staff,
      `{ appointment(id: "${id}") { startsAt version statusHistory { to } } }`,
    );
    expect(data.appointment).toEqual({ startsAt: at("09:00"), version: 1, statusHistory: [{ to: "BOOKED" }] });
    expect(await eventsOf(id)).toHaveLength(1);
    expect(outcomeOf(await book({ patientId: anotherPatient }))).toBe("SLOT_TAKEN");
  });

  it("is done 100 times at most with one visit, which is called off then", async () => {
    const { id } = await booked();
    await appointments.database.asOwner(
      `insert into appointment_status_change (id, organization_id, appointment_id, from_status, to_status, cause, changed_at, actor_id)
       select gen_random_uuid(), organization_id, id, 'BOOKED', 'BOOKED', 'RESCHEDULED', now(), id
       from appointment, generate_series(1, 99) where id = '${id}'`,
    );
    const move = (time: string) => run(staff, "rescheduleAppointment", { id, startsAt: at(time) });
    expect(outcomeOf(await move("10:00"))).toBe("done");
    expect((await move("11:00")).userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["id"] }]);
    expect(outcomeOf(await run(staff, "cancelAppointment", { id, reason: "It cannot be found" }))).toBe("done");
  });

  it("to the time that a visit has leaves an entry that names the patient, and nothing else", async () => {
    const { id } = await booked();
    const before = await eventsOf(id);
    expect(outcomeOf(await run(staff, "rescheduleAppointment", { id, startsAt: at("09:00") }))).toBe("done");
    expect(await eventsOf(id)).toEqual(before);
    expect(
      await sql(
        `select outcome, subject_ids from audit_entry where '${id}' = any(entity_ids) and 'appointment.reschedule' = any(actions)`,
      ),
    ).toEqual([{ outcome: "ALLOWED", subject_ids: [patientId] }]);
  });

  it("refuses who decided on an older version, and whose visit it is not", async () => {
    const { id } = await booked();
    const stale = { id, startsAt: at("10:00"), expectedVersion: 7 };
    expect((await run(staff, "rescheduleAppointment", stale)).userErrors).toMatchObject([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    const other: TestViewer = { ...self, patientId: await knownPatient(appointments) };
    for (const viewer of [other, stranger]) {
      expect((await run(viewer, "rescheduleAppointment", { id, startsAt: at("10:00") })).userErrors).toMatchObject([
        { code: "NOT_FOUND", field: ["id"] },
      ]);
    }
    expect(outcomeOf(await run(self, "rescheduleAppointment", { id, startsAt: at("10:00") }))).toBe("done");
  });
});

describe("cancelling", () => {
  it("needs a reason, keeps it sealed with the history, and frees the time", async () => {
    const { id } = await booked();
    expect((await run(self, "cancelAppointment", { id, reason: "" })).userErrors).toMatchObject([
      { code: "VALIDATION_FAILED", field: ["reason"] },
    ]);
    const { appointment } = await run(self, "cancelAppointment", { id, reason: "Has a cold" });
    expect(appointment).toMatchObject({ status: "CANCELLED", version: 2 });
    expect(appointment?.statusHistory).toContainEqual({ from: "BOOKED", to: "CANCELLED", reason: "Has a cold" });
    expect(JSON.stringify([await sql("select * from appointment_status_change"), await eventsOf(id)])).not.toMatch(
      /cold/,
    );
    expect(outcomeOf(await book())).toBe("done");
  });

  it("is over for a patient when the visit's time has come, not for the clinic", async () => {
    const row = visit("has-begun", { startsAt: new Date(Date.now() - 60_000).toISOString() });
    await appointments.import(admin, "appointments", [row]);
    const [{ id, patient_id } = {}] = await sql(
      "select id, patient_id from appointment where external_id = 'has-begun'",
    );
    const input = { id, reason: "Forgot it" };
    expect(
      (await run({ ...self, patientId: String(patient_id) }, "cancelAppointment", input)).userErrors,
    ).toMatchObject([{ code: "IN_THE_PAST", field: ["id"] }]);
    expect(outcomeOf(await run(staff, "cancelAppointment", input))).toBe("done");
  });
});

describe("the reference copies", () => {
  it("never go back to what is older", async () => {
    await tell(appointments, "patient.archived", { patientId, archived: true }, { version: 3 });
    await tell(appointments, "patient.updated", { patientId, archived: false }, { version: 2 });
    expect(outcomeOf(await book())).toBe("PATIENT_ARCHIVED");

    patientId = await knownPatient(appointments);
    const provider = { providerId, timeZone: "UTC", specialties: [] };
    await tell(appointments, "provider.status.changed", { ...provider, status: "SUSPENDED" }, { version: 3 });
    await tell(appointments, "provider.updated", { ...provider, status: "ACTIVE" }, { version: 2 });
    expect(outcomeOf(await book())).toBe("PROVIDER_INACTIVE");
    await tell(appointments, "provider.updated", { ...provider, status: "ACTIVE" }, { version: 4 });
    expect(outcomeOf(await book())).toBe("done");
  });

  it("hold the hours that were set last for a day and all later ones, in whatever order they arrive", async () => {
    const set = (effectiveFrom: string, version: number, ...hours: [string, string][]) =>
      tell(
        appointments,
        "provider.availability.changed",
        { providerId, effectiveFrom, weekly: daily(...hours) },
        { version },
      );
    await set("2026-06-01", 5, ["12:00", "13:00"]);
    // Set before, for later days: replaced all the same.
    await set("2027-01-01", 4, ["01:00", "02:00"]);
    // Set before, for earlier days: they keep it.
    await set("2026-01-01", 3, ["03:00", "04:00"]);
    const templates = () =>
      sql(`select effective_from::text as day, aggregate_version as version from provider_template
           where provider_id = '${providerId}' order by 1`);
    expect(await templates()).toEqual([
      { day: "2020-01-01", version: 1 },
      { day: "2026-01-01", version: 3 },
      { day: "2026-06-01", version: 5 },
    ]);
    await set("2026-01-01", 6, ["05:00", "06:00"]);
    await set("2026-01-01", 6, ["05:00", "06:00"]);
    expect(await templates()).toEqual([
      { day: "2020-01-01", version: 1 },
      { day: "2026-01-01", version: 6 },
    ]);
  });

  it("hold nothing that names a person, and are each organization's own", async () => {
    const rows = await sql("select * from patient_reference");
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual([
      "aggregate_version",
      "archived",
      "organization_id",
      "patient_id",
    ]);
    const foreign = { organization: stranger.organizationId, version: 9 };
    await tell(appointments, "patient.archived", { patientId, archived: true }, foreign);
    expect(outcomeOf(await book())).toBe("done");
  });
});

describe("an idempotency key", () => {
  it("that is used fifty times at once books once", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => book({ idempotencyKey: `fifty ${patientId}` })));
    expect(new Set(answers.map(({ appointment }) => appointment?.id)).size).toBe(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(await sql(`select 1 from appointment where provider_id = '${providerId}'`)).toHaveLength(1);
    expect(await eventsOf(answers[0]?.appointment?.id)).toHaveLength(1);
  });

  it("gives a refusal again, although the time is free by now", async () => {
    const { id } = await booked();
    const again = { patientId: await knownPatient(appointments), idempotencyKey: `taken ${patientId}` };
    expect(outcomeOf(await book(again))).toBe("SLOT_TAKEN");
    await run(staff, "cancelAppointment", { id, reason: "Called off" });
    expect(outcomeOf(await book(again))).toBe("SLOT_TAKEN");
    expect(outcomeOf(await book({ ...again, idempotencyKey: `free ${patientId}` }))).toBe("done");
  });
});
