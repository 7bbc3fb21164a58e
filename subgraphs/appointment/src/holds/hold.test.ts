import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Role, systemUserId, type TaskServices } from "@careconnect/kit";
import type { TestViewer } from "@careconnect/kit/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { at, type CommandAnswer, command, commandDocument, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { startSubgraphProcess } from "../testing/subgraph.process.ts";
import { twoProcesses } from "../testing/two.processes.ts";
import { standardRules } from "../visit-rules/visit.rule.ts";
import { director } from "../visit-rules/visit-rules.fixture.ts";
import { waitlistCommand } from "../waitlist/waitlist.fixture.ts";
import { waitlistTask } from "../waitlist/waitlist.task.ts";
import { holdTask } from "./hold.task.ts";

const processes = twoProcesses();

let patientId: string;
let providerId: string;
beforeEach(async () => {
  patientId = await knownPatient(processes[0]);
  providerId = await knownProvider(processes[0], { weekly: daily(["09:00", "17:00"]) });
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  processes[0].orm.em.getConnection().execute(statement);
const noteExpired = (running = processes[0]) =>
  holdTask.run({ orm: running.orm, signal: new AbortController().signal } as TaskServices);

const give = (mutation: string, input: object, viewer: TestViewer = staff): Promise<CommandAnswer> =>
  command(processes[0].query, viewer, mutation, input);

const visitOf = (input: object = {}) => ({
  ...{ patientId, providerId, startsAt: at("09:00"), visitType: "IN_PERSON" },
  ...input,
});

async function held(input: object = {}): Promise<NonNullable<CommandAnswer["appointment"]>> {
  const { appointment, userErrors } = await give("holdAppointment", visitOf(input));
  expect(userErrors).toEqual([]);
  if (!appointment) throw new Error("Nothing was held.");
  return appointment;
}

/** The time is over for which these are held; nobody has noted it. */
const letExpire = (...ids: string[]) =>
  processes[0].database.asOwner(
    `update appointment set hold_expires_at = now() - interval '1 second' where id in ('${ids.join("','")}')`,
  );

const provider = (status: string) => ({ providerId, status, timeZone: "UTC", specialties: [] });

/** A booking of the same time by somebody else. */
const bookBeside = async (mutation = "bookAppointment", input: object = {}) =>
  give(mutation, visitOf({ patientId: await knownPatient(processes[0]), ...input }));

const statusOf = async (id: string) => (await sql(`select status from appointment where id = '${id}'`))[0]?.status;

async function slotsAt(time: string): Promise<unknown[]> {
  const { data } = await processes[0].query(
    staff,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
    { input: { providerId, visitType: "IN_PERSON", from: at("00:00"), to: at("00:00", 1) } },
  );
  return data.availableSlots.filter(({ startsAt }: { startsAt: string }) => startsAt === at(time));
}

describe("a hold", () => {
  it("takes its time for a quarter of an hour, as history, event and audit entry say, and nobody is reminded of it", async () => {
    const began = Date.now();
    const { id, status, holdExpiresAt, statusHistory } = await held({ reason: "Knee pain" });
    expect(status).toBe("REQUESTED");
    expect(statusHistory).toEqual([{ from: null, to: "REQUESTED", reason: null }]);
    const minutes = (Date.parse(String(holdExpiresAt)) - began) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(15);
    expect(minutes).toBeLessThan(16);
    expect(await slotsAt("09:00")).toEqual([]);
    expect(outcomeOf(await bookBeside())).toBe("SLOT_TAKEN");
    const other = await knownProvider(processes[0]);
    expect(outcomeOf(await give("bookAppointment", visitOf({ providerId: other })))).toBe("PATIENT_BUSY");
    expect(
      await sql(`select type, payload ->> 'status' as status from outbox_event where aggregate_id = '${id}'`),
    ).toEqual([{ type: "appointment.requested", status: "REQUESTED" }]);
    expect(await sql(`select actions from audit_entry where '${id}' = any(entity_ids)`)).toContainEqual({
      actions: ["appointment.hold"],
    });
    expect(await sql(`select 1 from appointment_reminder where appointment_id = '${id}'`)).toEqual([]);
  });

  it("is as long as it was asked for, and not longer than until the visit starts", async () => {
    const long = await held({ holdMinutes: 1_440 });
    expect(Date.parse(String(long.holdExpiresAt)) - Date.now()).toBeGreaterThan(23 * 60 * 60_000);
    const soon = new Date(Math.ceil(Date.now() / 60_000 + 5) * 60_000).toISOString();
    const roundTheClock = await knownProvider(processes[0]);
    const near = await held({ providerId: roundTheClock, startsAt: soon });
    expect(near.holdExpiresAt).toBe(soon);
  });

  it.each([
    ["no time at all", { holdMinutes: 0 }, "VALIDATION_FAILED", "holdMinutes"],
    ["more than a day", { holdMinutes: 1_441 }, "VALIDATION_FAILED", "holdMinutes"],
    ["a time outside of the hours", { startsAt: at("08:00") }, "OUTSIDE_AVAILABILITY", "startsAt"],
  ])("is not for %s", async (_what, input, code, field) => {
    const { appointment, userErrors } = await give("holdAppointment", visitOf(input));
    expect(appointment).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: [field] }]);
  });

  it("is not a patient's to make", async () => {
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
    const { errors } = await processes[0].query(self, commandDocument("holdAppointment"), { input: visitOf() });
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("ends when it is confirmed: the visit stands, and its patient is reminded", async () => {
    const { id } = await held();
    const { appointment } = await give("confirmAppointment", { id });
    expect(appointment).toMatchObject({ status: "CONFIRMED", holdExpiresAt: null });
    expect(await sql(`select 1 from appointment_reminder where appointment_id = '${id}'`)).toHaveLength(2);
    await noteExpired();
    expect(await statusOf(id)).toBe("CONFIRMED");
  });

  it("costs nothing to be given up, however late", async () => {
    await tell(processes[0], "organization.registered", { organizationId, timeZone: "UTC", currency: "EUR" });
    const cancellation = { noticeMinutes: 30 * 24 * 60, fee: 2_500 };
    const { data } = await processes[0].query(
      director,
      `mutation ($input: SetVisitTypeRulesInput!) { setVisitTypeRules(input: $input) { userErrors { code } } }`,
      { input: { visitType: "PHONE", ...standardRules.PHONE, cancellation } },
    );
    expect(data.setVisitTypeRules.userErrors).toEqual([]);
    const { id } = await held({ visitType: "PHONE" });
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
    const { data: preview } = await processes[0].query(
      self,
      "query ($id: ID!) { cancellationPreview(appointmentId: $id) { late fee { amount } } }",
      { id },
    );
    expect(preview.cancellationPreview).toEqual({ late: false, fee: null });
    expect(outcomeOf(await give("cancelAppointment", { id, reason: "Changed their mind" }, self))).toBe("done");
  });
});

describe("what is held when somebody cannot be booked any more", () => {
  it.each([
    ["PROVIDER_INACTIVE", () => tell(processes[0], "provider.status.changed", provider("SUSPENDED"), { version: 2 })],
    ["PATIENT_ARCHIVED", () => tell(processes[0], "patient.archived", { patientId, archived: true }, { version: 2 })],
  ])("cannot be confirmed: %s", async (code, happens) => {
    const [{ id }, booked] = [await held(), await give("bookAppointment", visitOf({ startsAt: at("11:00") }))];
    await happens();
    expect((await give("confirmAppointment", { id })).userErrors).toMatchObject([{ code, field: ["id"] }]);
    expect(await statusOf(id)).toBe("REQUESTED");
    expect(await sql(`select 1 from outbox_event where aggregate_id = '${id}'`)).toHaveLength(1);
    // What was booked before is a visit that takes place, unless somebody calls it off.
    expect(outcomeOf(await give("confirmAppointment", { id: booked.appointment?.id }))).toBe("done");
    expect(outcomeOf(await give("cancelAppointment", { id, reason: "Nobody is there" }))).toBe("done");
  });

  it("can be confirmed once the provider is back", async () => {
    const { id } = await held();
    await tell(processes[0], "provider.status.changed", provider("SUSPENDED"), { version: 2 });
    expect(outcomeOf(await give("confirmAppointment", { id }))).toBe("PROVIDER_INACTIVE");
    await tell(processes[0], "provider.status.changed", provider("ACTIVE"), { version: 3 });
    expect(outcomeOf(await give("confirmAppointment", { id }))).toBe("done");
  });
});

describe("a hold that has expired", () => {
  it("cannot be confirmed, and its time is free, although nobody has noted it", async () => {
    const { id } = await held();
    await letExpire(id);
    expect((await give("confirmAppointment", { id })).userErrors).toMatchObject([
      { code: "HOLD_EXPIRED", field: ["id"] },
    ]);
    expect(await statusOf(id)).toBe("REQUESTED");
    expect(await slotsAt("09:00")).toHaveLength(1);
  });

  it.each([
    ["confirmAppointment", {}],
    ["rescheduleAppointment", { startsAt: at("11:00") }],
    ["checkInAppointment", {}],
    ["cancelAppointment", { reason: "Not wanted" }],
    ["startConsultation", {}],
    ["completeConsultation", { summary: { complaint: "Knee pain" } }],
  ])("answers %s with HOLD_EXPIRED, before it was noted and afterwards", async (mutation, input) => {
    const { id } = await held();
    await letExpire(id);
    const seesPatients: TestViewer = { organizationId, roles: [Role.STAFF, Role.PROVIDER], providerId };
    const refused = async () => (await give(mutation, { id, ...input }, seesPatients)).userErrors;
    expect(await refused()).toMatchObject([{ code: "HOLD_EXPIRED", field: ["id"] }]);
    expect(await statusOf(id)).toBe("REQUESTED");
    await noteExpired();
    expect(await statusOf(id)).toBe("CANCELLED");
    expect(await refused()).toMatchObject([{ code: "HOLD_EXPIRED", field: ["id"] }]);
    const decidedBefore = await give(mutation, { id, ...input, expectedVersion: 1 }, seesPatients);
    expect(decidedBefore.userErrors).toMatchObject([{ code: "HOLD_EXPIRED", field: ["id"] }]);
    expect(await sql(`select 1 from outbox_event where aggregate_id = '${id}'`)).toHaveLength(2);
  });

  it("has no cost of being called off any more, and one that somebody called off is no such hold", async () => {
    const [{ id }, calledOff] = [await held(), await held({ startsAt: at("11:00") })];
    const cost = async () => {
      const { data } = await processes[0].query(
        staff,
        "query ($id: ID!) { cancellationPreview(appointmentId: $id) { late } }",
        { id },
      );
      return data.cancellationPreview;
    };
    expect(await cost()).toEqual({ late: false });
    await letExpire(id);
    expect(await cost()).toBeNull();
    expect(outcomeOf(await give("cancelAppointment", { id: calledOff.id, reason: "Not wanted" }))).toBe("done");
    expect((await give("confirmAppointment", { id: calledOff.id })).userErrors).toMatchObject([
      { code: "ILLEGAL_TRANSITION", message: expect.stringContaining("CANCELLED") },
    ]);
  });

  it("is called off by the system when somebody takes its time, and not by them", async () => {
    const { id } = await held();
    await letExpire(id);
    const { appointment } = await bookBeside();
    expect(appointment?.status).toBe("BOOKED");
    expect(await statusOf(id)).toBe("CANCELLED");
    expect(
      await sql(
        `select from_status, to_status, actor_id from appointment_status_change
         where appointment_id = '${id}' order by changed_at desc, id desc limit 1`,
      ),
    ).toEqual([{ from_status: "REQUESTED", to_status: "CANCELLED", actor_id: systemUserId }]);
    expect(
      await sql(
        `select actor_id, payload -> 'cancellation' as cancellation from outbox_event
         where aggregate_id = '${id}' and type = 'appointment.cancelled'`,
      ),
    ).toEqual([{ actor_id: systemUserId, cancellation: null }]);
    const entries = await sql(`select actions, actor_id from audit_entry where '${id}' = any(entity_ids)`);
    expect(entries).toContainEqual({ actions: ["appointment.expire"], actor_id: systemUserId });
    expect(
      await sql(`select 1 from audit_entry where '${id}' = any(entity_ids) and '${appointment?.id}' = any(entity_ids)`),
    ).toEqual([]);
  });

  it("can be told in the history from one that somebody called off: the hold expired, by itself, and nothing came of it", async () => {
    const [{ id: expired }, { id: calledOff }] = [await held(), await held({ startsAt: at("11:00"), holdMinutes: 60 })];
    await letExpire(expired);
    await noteExpired();
    expect(outcomeOf(await give("cancelAppointment", { id: calledOff, reason: "Changed their mind" }))).toBe("done");
    const historyOf = async (id: string) => {
      const query =
        "query ($id: ID!) { appointment(id: $id) { cancellation { late } statusHistory { to cause automatic reason } } }";
      return (await processes[0].query(staff, query, { id })).data.appointment;
    };
    const first = { to: "REQUESTED", cause: "HELD", automatic: false, reason: null };
    expect(await historyOf(expired)).toEqual({
      cancellation: null,
      statusHistory: [first, { to: "CANCELLED", cause: "HOLD_EXPIRED", automatic: true, reason: null }],
    });
    expect(await historyOf(calledOff)).toEqual({
      cancellation: { late: false },
      statusHistory: [first, { to: "CANCELLED", cause: "CANCELLED", automatic: false, reason: "Changed their mind" }],
    });
  });

  it.each(["overbookAppointment", "holdAppointment"])("gives way to %s, as to any visit", async (mutation) => {
    const { id } = await held();
    await letExpire(id);
    const { appointment, userErrors } = await bookBeside(mutation, {
      ...(mutation === "overbookAppointment" && { overrideReason: "Sent by the emergency room" }),
    });
    expect(userErrors).toEqual([]);
    expect(await sql(`select overbooked from appointment where id = '${appointment?.id}'`)).toEqual([
      { overbooked: false },
    ]);
    expect(await statusOf(id)).toBe("CANCELLED");
  });

  it("gives way to a visit that is moved, and to one of a series", async () => {
    const first = await held();
    const second = await held({ startsAt: at("09:00", 1), patientId: await knownPatient(processes[0]) });
    const moved = await bookBeside("bookAppointment", { startsAt: at("15:00") });
    await letExpire(first.id, second.id);
    expect(outcomeOf(await give("rescheduleAppointment", { id: moved.appointment?.id, startsAt: at("09:00") }))).toBe(
      "done",
    );
    const later = await held({ startsAt: at("09:00", 2) });
    await letExpire(later.id);
    const { data } = await processes[0].query(
      staff,
      `mutation ($input: BookAppointmentSeriesInput!) { bookAppointmentSeries(input: $input) {
         appointmentSeries { appointments { id } } userErrors { code } } }`,
      { input: visitOf({ startsAt: at("09:00", 1), rule: "FREQ=DAILY;COUNT=2" }) },
    );
    expect(data.bookAppointmentSeries.userErrors).toEqual([]);
    expect(data.bookAppointmentSeries.appointmentSeries.appointments).toHaveLength(2);
    for (const { id } of [first, second, later]) expect(await statusOf(id)).toBe("CANCELLED");
  });

  it("leaves its time to whoever waits for it", async () => {
    const waiting = await knownPatient(processes[0]);
    const { entry } = await waitlistCommand(processes[0].query, staff, "joinWaitlist", {
      ...{ patientId: waiting, providerId, visitType: "IN_PERSON" },
      ...{ from: at("09:00"), until: at("09:30") },
    });
    const { id } = await held();
    await letExpire(id);
    await noteExpired();
    expect(await statusOf(id)).toBe("CANCELLED");
    await waitlistTask.run({ orm: processes[0].orm, signal: new AbortController().signal } as TaskServices);
    const [offer] = await sql(`select starts_at, patient_id from waitlist_offer where entry_id = '${entry?.id}'`);
    expect(offer?.patient_id).toBe(waiting);
    expect(new Date(String(offer?.starts_at)).toISOString()).toBe(at("09:00"));
  });

  it("goes to exactly one of those who take its time at the same moment", async () => {
    const { id } = await held();
    await letExpire(id);
    const patients = await Promise.all(Array.from({ length: 20 }, () => knownPatient(processes[0])));
    const answers = await Promise.all(
      patients.map((patient, index) =>
        command(processes[index % 2 === 0 ? 0 : 1].query, staff, "bookAppointment", visitOf({ patientId: patient })),
      ),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([...Array(19).fill("SLOT_TAKEN"), "done"]);
    expect(
      await sql(
        `select count(*)::int as count from outbox_event where aggregate_id = '${id}' and type = 'appointment.cancelled'`,
      ),
    ).toEqual([{ count: 1 }]);
  });

  it("is in nobody's way while another transaction has it locked and does not end it", async () => {
    const { id } = await held();
    await letExpire(id);
    const locked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const locking = processes[1].orm.em.transactional(async (em) => {
      await em.execute(`select 1 from appointment where id = '${id}' for update`);
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    const booking = bookBeside();
    await new Promise((resolve) => setTimeout(resolve, 300));
    release.resolve();
    await locking;
    expect(outcomeOf(await booking)).toBe("done");
    expect(await statusOf(id)).toBe("CANCELLED");
  });

  it("is left as it is by a booking of its time that is refused", async () => {
    const { id } = await held();
    await letExpire(id);
    const busy = await knownPatient(processes[0]);
    const other = await knownProvider(processes[0]);
    expect(outcomeOf(await give("bookAppointment", visitOf({ patientId: busy, providerId: other })))).toBe("done");
    expect(outcomeOf(await give("bookAppointment", visitOf({ patientId: busy })))).toBe("PATIENT_BUSY");
    expect(await statusOf(id)).toBe("REQUESTED");
    expect(await sql(`select 1 from outbox_event where aggregate_id = '${id}'`)).toHaveLength(1);
  });

  it("is in its own organization: nobody else's booking calls it off, and each is told in its own", async () => {
    const { id } = await held({ startsAt: at("11:00") });
    await letExpire(id);
    await processes[0].database.asOwner(
      `update appointment set organization_id = '${stranger.organizationId}' where id = '${id}'`,
    );
    expect(outcomeOf(await bookBeside())).toBe("done");
    expect(await statusOf(id)).toBe("REQUESTED");
    await noteExpired();
    expect(
      await sql(
        `select organization_id from outbox_event where aggregate_id = '${id}' and type = 'appointment.cancelled'`,
      ),
    ).toEqual([{ organization_id: stranger.organizationId }]);
  });

  it("is called off once, however many processes look at the same time", async () => {
    const visits = await Promise.all(
      Array.from({ length: 16 }, async (_, index) =>
        held({ patientId: await knownPatient(processes[0]), startsAt: at("09:00", index) }),
      ),
    );
    const ids = visits.map(({ id }) => id);
    await letExpire(...ids);
    await Promise.all([...processes, ...processes, ...processes].map(noteExpired));
    const told = await sql(
      `select aggregate_id, count(*)::int as count from outbox_event
       where type = 'appointment.cancelled' and aggregate_id in ('${ids.join("','")}') group by 1`,
    );
    expect(told).toHaveLength(ids.length);
    expect(told.every(({ count }) => count === 1)).toBe(true);
  });

  it("has expired also when every process was killed meanwhile: one that starts afterwards finds its time free", async () => {
    const folder = mkdtempSync(join(tmpdir(), "careconnect-hold-"));
    try {
      const killed = [
        await startSubgraphProcess(processes[0], folder),
        await startSubgraphProcess(processes[0], folder),
      ] as const;
      const { appointment } = await command(killed[0].query, staff, "holdAppointment", visitOf());
      await Promise.all(killed.map((running) => running.stop("SIGKILL")));
      const id = String(appointment?.id);
      await letExpire(id);
      const started = await startSubgraphProcess(processes[0], folder);
      try {
        const visit = visitOf({ patientId: await knownPatient(processes[0]) });
        expect(outcomeOf(await command(started.query, staff, "bookAppointment", visit))).toBe("done");
        expect(await statusOf(id)).toBe("CANCELLED");
      } finally {
        await started.stop();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
