import { randomUUID } from "node:crypto";
import { Role, VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { at, type CommandAnswer, command, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { standardRules } from "./visit.rule.ts";
import { decide, decideAsUsual, director, rulesDocument } from "./visit-rules.fixture.ts";

const { IN_PERSON, VIDEO, PHONE } = VisitType;

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

let providerId: string;
beforeEach(async () => {
  providerId = await knownProvider(appointments);
  await decideAsUsual(appointments);
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);

const give = (mutation: string, input: object, viewer: TestViewer = staff): Promise<CommandAnswer> =>
  command(appointments.query, viewer, mutation, input);

/** Books somebody else each time unless told. */
async function book(startsAt: string, visitType: VisitType, input: object = {}, viewer = staff) {
  const patientId = await knownPatient(appointments);
  return give("bookAppointment", { patientId, providerId, startsAt, visitType, ...input }, viewer);
}

const overbook = async (startsAt: string, visitType: VisitType) =>
  give("overbookAppointment", {
    ...{ patientId: await knownPatient(appointments), providerId, startsAt, visitType },
    overrideReason: "Urgent",
  });

async function patientUser(): Promise<TestViewer & { readonly patientId: string }> {
  return { organizationId, roles: [Role.PATIENT], patientId: await knownPatient(appointments), userId: randomUUID() };
}

async function slots(visitType: VisitType, from: string, to: string, viewer = staff): Promise<string[]> {
  const query = "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }";
  const { data, errors } = await appointments.query(viewer, query, {
    input: { providerId, visitType, from, to, first: 500 },
  });
  expect(errors).toBeUndefined();
  return data.availableSlots.map(({ startsAt }: { startsAt: string }) => startsAt);
}

const inMinutes = (minutes: number) =>
  new Date(Math.ceil(Date.now() / 60_000) * 60_000 + minutes * 60_000).toISOString();

describe("what was decided about a kind of visit", () => {
  const query = `{ visitTypeRules { visitType durationMinutes bufferBeforeMinutes bufferAfterMinutes
    minimumNoticeMinutes horizonDays maximumPerDay version } }`;

  it("is what is usual as long as nothing was, and in every other organization", async () => {
    await decide(appointments, VIDEO, { durationMinutes: 40 });
    const { data } = await appointments.query(stranger, query);
    expect(data.visitTypeRules).toEqual(
      [IN_PERSON, VIDEO, PHONE].map((visitType) => ({ visitType, ...standardRules[visitType], version: 0 })),
    );
  });

  it("is kept with a version, told as an event, audited, and read by whoever may look for slots", async () => {
    const rules = {
      ...{ durationMinutes: 50, bufferBeforeMinutes: 5, bufferAfterMinutes: 10 },
      ...{ minimumNoticeMinutes: 120, horizonDays: 90, maximumPerDay: 8 },
    };
    const before = await decide(appointments, VIDEO);
    const version = (before.visitTypeRules?.version ?? 0) + 1;
    const { visitTypeRules, userErrors } = await decide(appointments, VIDEO, {
      ...rules,
      expectedVersion: version - 1,
    });
    expect(userErrors).toEqual([]);
    expect(visitTypeRules).toEqual({ visitType: VIDEO, ...rules, version });
    const patient = await patientUser();
    const { data } = await appointments.query(patient, query);
    expect(data.visitTypeRules[1]).toEqual({ visitType: VIDEO, ...rules, version });
    const [told] = await sql(
      "select aggregate_version, payload from outbox_event where type = 'visit_type.rules.changed' order by sequence desc limit 1",
    );
    expect(told).toEqual({ aggregate_version: version, payload: { visitType: VIDEO, ...rules, cancellation: null } });
    const [{ id } = {}] = await sql("select id from visit_type_rules where visit_type = 'VIDEO'");
    expect(
      await sql(
        `select outcome from audit_entry where 'visit_type.rules.set' = any(actions) and '${id}' = any(entity_ids)`,
      ),
    ).toContainEqual({ outcome: "ALLOWED" });
  });

  it("is not changed by who decided on an older version, nor twice under one key", async () => {
    const { visitTypeRules } = await decide(appointments, PHONE);
    const stale = await decide(appointments, PHONE, { durationMinutes: 10, expectedVersion: 99 });
    expect(stale.userErrors).toMatchObject([{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }]);
    const once = { durationMinutes: 10, idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => decide(appointments, PHONE, once)));
    expect(new Set(answers.map((answer) => answer.visitTypeRules?.version))).toEqual(
      new Set([(visitTypeRules?.version ?? 0) + 1]),
    );
  });

  it("of two who decide for the first time at once is one decision", async () => {
    const organizationId = randomUUID();
    const first = { organizationId, roles: [Role.ADMIN] };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        decide(appointments, VIDEO, { durationMinutes: 20 + index, expectedVersion: 0 }, first),
      ),
    );
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)))).toEqual(
      new Set(["VERSION_CONFLICT"]),
    );
  });

  it.each([
    ["durationMinutes", { durationMinutes: 4 }],
    ["durationMinutes", { durationMinutes: 481 }],
    ["bufferBeforeMinutes", { bufferBeforeMinutes: -1 }],
    ["bufferAfterMinutes", { bufferAfterMinutes: 121 }],
    ["minimumNoticeMinutes", { minimumNoticeMinutes: 43_201 }],
    ["horizonDays", { horizonDays: 0 }],
    ["horizonDays", { horizonDays: 731 }],
    ["horizonDays", { horizonDays: 2, minimumNoticeMinutes: 2_880 }],
    ["maximumPerDay", { maximumPerDay: 0 }],
    ["maximumPerDay", { maximumPerDay: 201 }],
  ])("is refused by the place of what is wrong: %s %j", async (field, wrong) => {
    const { visitTypeRules, userErrors } = await decide(appointments, VIDEO, wrong);
    expect(visitTypeRules).toBeNull();
    expect(userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: [field] }]);
  });

  it("is administration's alone", async () => {
    const input = { visitType: VIDEO, ...standardRules[VIDEO] };
    for (const role of [Role.STAFF, Role.NURSE, Role.PROVIDER, Role.PATIENT, Role.PARTNER]) {
      const { errors } = await appointments.query({ organizationId, roles: [role] }, rulesDocument, { input });
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
  });

  it("says how long visits last that are booked from then on; those that are booked keep their time", async () => {
    const before = await book(at("09:00"), IN_PERSON);
    await decide(appointments, IN_PERSON, { durationMinutes: 45 });
    expect(await slots(IN_PERSON, at("09:30"), at("12:00"))).toEqual([at("09:45"), at("10:30"), at("11:15")]);
    expect((await book(at("10:00"), IN_PERSON)).appointment).toMatchObject({ endsAt: at("10:45") });
    expect(
      (await give("rescheduleAppointment", { id: before.appointment?.id, startsAt: at("13:00") })).appointment,
    ).toMatchObject({ endsAt: at("13:30") });
  });
});

describe("medplum #6471: buffers, maximum visits and cut-offs are kept", () => {
  describe("what a visit keeps free before and after it", () => {
    beforeEach(async () => {
      await decide(appointments, VIDEO, { bufferBeforeMinutes: 10, bufferAfterMinutes: 15 });
      expect(outcomeOf(await book(at("10:00"), VIDEO))).toBe("done");
    });

    it("is taken, to the minute, for visits that keep nothing free themselves", async () => {
      for (const [time, outcome] of [
        ["09:36", "SLOT_TAKEN"],
        ["10:34", "SLOT_TAKEN"],
        ["10:20", "SLOT_TAKEN"],
        ["09:35", "done"],
        ["10:35", "done"],
      ] as const) {
        expect(`${time} ${outcomeOf(await book(at(time), PHONE))}`).toBe(`${time} ${outcome}`);
      }
    });

    it("is nobody else's buffer either", async () => {
      expect(outcomeOf(await book(at("10:44"), VIDEO))).toBe("SLOT_TAKEN");
      expect(outcomeOf(await book(at("10:45"), VIDEO))).toBe("done");
      expect(outcomeOf(await book(at("09:16"), VIDEO))).toBe("SLOT_TAKEN");
      expect(outcomeOf(await book(at("09:15"), VIDEO))).toBe("done");
    });

    it("is not offered, and all that is offered can be booked", async () => {
      expect(await slots(PHONE, at("09:30"), at("11:00"))).toEqual([at("09:30"), at("10:45")]);
      const found = await slots(VIDEO, at("08:00"), at("13:00"));
      expect(found.length).toBeGreaterThan(3);
      for (const startsAt of found) expect(outcomeOf(await book(startsAt, VIDEO))).toBe("done");
      expect(await slots(VIDEO, at("08:00"), at("13:00"))).toEqual([]);
    });

    it("is the provider's time alone: the patient may be elsewhere", async () => {
      const patientId = await knownPatient(appointments);
      expect(outcomeOf(await book(at("12:00"), VIDEO, { patientId }))).toBe("done");
      providerId = await knownProvider(appointments);
      expect(outcomeOf(await book(at("12:20"), PHONE, { patientId }))).toBe("done");
      expect(outcomeOf(await book(at("12:05"), PHONE, { patientId }))).toBe("PATIENT_BUSY");
    });

    it("moves with the visit, which is not in its own way", async () => {
      const { appointment } = await book(at("12:00"), VIDEO);
      const move = (startsAt: string) => give("rescheduleAppointment", { id: appointment?.id, startsAt });
      expect(outcomeOf(await move(at("10:30")))).toBe("SLOT_TAKEN");
      expect(outcomeOf(await move(at("12:05")))).toBe("done");
      expect(outcomeOf(await move(at("14:00")))).toBe("done");
      expect(outcomeOf(await book(at("12:20"), PHONE))).toBe("done");
      expect(outcomeOf(await book(at("13:45"), PHONE))).toBe("SLOT_TAKEN");
      expect(outcomeOf(await book(at("14:20"), PHONE))).toBe("SLOT_TAKEN");
    });

    it("is overbooked by who may and says why; from then on it is taken like any other", async () => {
      const { appointment } = await overbook(at("10:20"), PHONE);
      expect(await sql(`select overbooked from appointment where id = '${appointment?.id}'`)).toEqual([
        { overbooked: true },
      ]);
      const late = await overbook(at("10:30"), VIDEO);
      expect(outcomeOf(late)).toBe("done");
      // Only what the second one keeps free has this time.
      expect(outcomeOf(await book(at("11:00"), PHONE))).toBe("SLOT_TAKEN");
      expect(outcomeOf(await book(at("11:05"), PHONE))).toBe("done");
    });
  });

  describe("how many visits a provider has a day", () => {
    it("is the limit of bookings, until one is cancelled, and of that kind alone", async () => {
      await decide(appointments, VIDEO, { maximumPerDay: 2 });
      const first = await book(at("09:00"), VIDEO);
      expect(outcomeOf(await book(at("10:00"), VIDEO))).toBe("done");
      expect((await book(at("11:00"), VIDEO)).userErrors).toMatchObject([
        { code: "PROVIDER_FULL", field: ["startsAt"] },
      ]);
      expect(outcomeOf(await book(at("11:00"), PHONE))).toBe("done");
      expect(await slots(VIDEO, at("00:00"), at("00:00", 1))).toEqual([]);
      expect((await slots(VIDEO, at("00:00"), at("02:00", 1)))[0]).toBe(at("00:00", 1));
      await give("cancelAppointment", { id: first.appointment?.id, reason: "Called off" });
      expect(outcomeOf(await book(at("12:00"), VIDEO))).toBe("done");
    });

    it("counts days as they are where the provider is", async () => {
      providerId = await knownProvider(appointments, { timeZone: "Asia/Kathmandu" });
      await decide(appointments, VIDEO, { maximumPerDay: 1 });
      // Midnight in Kathmandu is 18:15 in UTC.
      expect(outcomeOf(await book(at("18:15"), VIDEO))).toBe("done");
      expect(outcomeOf(await book(at("17:50"), VIDEO))).toBe("done");
      expect(outcomeOf(await book(at("18:10"), VIDEO))).toBe("PROVIDER_FULL");
      expect(outcomeOf(await book(at("18:10", 1), VIDEO))).toBe("PROVIDER_FULL");
      expect(await slots(VIDEO, at("12:00"), at("18:35", 1))).toEqual([at("18:15", 1)]);
      expect(outcomeOf(await book(at("18:15", 1), VIDEO))).toBe("done");
    });

    it("lets a visit move within its day, and into no day that is full", async () => {
      await decide(appointments, VIDEO, { maximumPerDay: 1 });
      const { appointment } = await book(at("09:00"), VIDEO);
      const other = await book(at("09:00", 1), VIDEO);
      const move = (id: string | undefined, startsAt: string) => give("rescheduleAppointment", { id, startsAt });
      expect(outcomeOf(await move(appointment?.id, at("15:00")))).toBe("done");
      expect(outcomeOf(await move(other.appointment?.id, at("09:00")))).toBe("PROVIDER_FULL");
    });

    it("is overbooked by who may and says why", async () => {
      await decide(appointments, VIDEO, { maximumPerDay: 1 });
      await book(at("09:00"), VIDEO);
      const { appointment } = await overbook(at("15:00"), VIDEO);
      expect(await sql(`select overbooked from appointment where id = '${appointment?.id}'`)).toEqual([
        { overbooked: true },
      ]);
    });
  });

  describe("notice and horizon", () => {
    beforeEach(async () => {
      await decide(appointments, PHONE, { minimumNoticeMinutes: 240, horizonDays: 30 });
    });

    it("bind a patient who books", async () => {
      const patient = await patientUser();
      const { patientId } = patient;
      const outcome = async (startsAt: string) => (await book(startsAt, PHONE, { patientId }, patient)).userErrors;
      expect(await outcome(inMinutes(230))).toMatchObject([{ code: "TOO_SOON", field: ["startsAt"] }]);
      const [soon] = await outcome(inMinutes(230));
      const [, earliest] =
        /at least 4 hours before it starts: choose a time from (\S+) on/.exec(soon?.message ?? "") ?? [];
      const ahead = Date.parse(String(earliest)) - Date.now();
      expect(Math.abs(ahead - 240 * 60_000)).toBeLessThan(90_000);
      expect(await outcome(inMinutes(250))).toEqual([]);
      const [far] = await outcome(inMinutes(30 * 24 * 60 + 10));
      expect(far?.message).toMatch(/at most 30 days before it starts: choose a time until \S+Z, or/);
      expect(await outcome(inMinutes(30 * 24 * 60 + 10))).toMatchObject([
        { code: "TOO_FAR_AHEAD", field: ["startsAt"] },
      ]);
      expect(await outcome(inMinutes(30 * 24 * 60 - 10))).toEqual([]);
    });

    it("bind a patient who moves their visit", async () => {
      const patient = await patientUser();
      const { appointment } = await book(inMinutes(600), PHONE, { patientId: patient.patientId });
      const move = (startsAt: string) => give("rescheduleAppointment", { id: appointment?.id, startsAt }, patient);
      expect(outcomeOf(await move(inMinutes(230)))).toBe("TOO_SOON");
      expect(outcomeOf(await move(inMinutes(31 * 24 * 60)))).toBe("TOO_FAR_AHEAD");
      expect(outcomeOf(await move(inMinutes(300)))).toBe("done");
    });

    it.each([Role.ADMIN, Role.STAFF, Role.NURSE])("do not bind %s: who calls may come at once", async (role) => {
      const viewer = { organizationId, roles: [role] };
      expect(outcomeOf(await book(inMinutes(5), PHONE, {}, viewer))).toBe("done");
      expect(outcomeOf(await book(inMinutes(60 * 24 * 60), PHONE, {}, viewer))).toBe("done");
    });

    it("are kept by the slots that are shown: to a patient those that they can book, to the clinic all", async () => {
      const patient = await patientUser();
      const day = 24 * 60;
      const [soon, later] = [inMinutes(0), inMinutes(day)];
      const offered = await slots(PHONE, soon, later, patient);
      const notice = (Date.parse(offered[0] ?? "") - Date.now()) / 60_000;
      expect(notice).toBeGreaterThan(239);
      expect(notice).toBeLessThan(256);
      expect((await slots(PHONE, soon, later))[0]?.localeCompare(offered[0] ?? "")).toBe(-1);
      const far = await slots(PHONE, inMinutes(29 * day), inMinutes(32 * day), patient);
      expect(Date.parse(far.at(-1) ?? "") - Date.now()).toBeLessThanOrEqual(30 * day * 60_000);
      expect(Date.parse(far.at(-1) ?? "") - Date.now()).toBeGreaterThan((30 * day - 16) * 60_000);
    });
  });

  it("costs a search one statement per table", async () => {
    await decide(appointments, VIDEO, { maximumPerDay: 3, bufferAfterMinutes: 5 });
    appointments.statements.length = 0;
    expect((await slots(VIDEO, at("00:00"), at("00:00", 14))).length).toBeGreaterThan(0);
    const tables = appointments.statements.map(
      (text) => /from "?((?:appointment|provider_|visit_type_)\w*)/.exec(text)?.[1],
    );
    expect(tables.sort()).toEqual(["appointment", "provider_reference", "provider_template", "visit_type_rules"]);
  });
});

it("the administrator of one organization decides for no other", async () => {
  await decide(
    appointments,
    IN_PERSON,
    { durationMinutes: 55 },
    { ...director, organizationId: stranger.organizationId },
  );
  expect((await book(at("09:00"), IN_PERSON)).appointment).toMatchObject({ endsAt: at("09:30") });
});
