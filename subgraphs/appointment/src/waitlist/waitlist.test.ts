import { randomUUID } from "node:crypto";
import { Role, type TaskServices, VisitType } from "@careconnect/kit";
import { deliver, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { at, type CommandAnswer, command, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { decide, decideAsUsual } from "../visit-rules/visit-rules.fixture.ts";
import { entryFields, type WaitlistAnswer, waitlistCommand } from "./waitlist.fixture.ts";
import { waitlistTask } from "./waitlist.task.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

let providerId: string;
let holder: string;
beforeEach(async () => {
  // What earlier tests left to be done is done.
  await advance();
  providerId = await knownProvider(appointments, { weekly: daily(["09:00", "17:00"]) });
  holder = await knownPatient(appointments);
});

const advance = () => waitlistTask.run({ orm: appointments.orm, signal: new AbortController().signal } as TaskServices);
const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);

const asPatient = (patientId: string): TestViewer => ({
  ...{ organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() },
});
const give = (viewer: TestViewer, mutation: Parameters<typeof waitlistCommand>[2], input: object) =>
  waitlistCommand(appointments.query, viewer, mutation, input);
const run = (mutation: string, input: object, viewer = staff): Promise<CommandAnswer> =>
  command(appointments.query, viewer, mutation, input);

interface Waiting {
  readonly patientId: string;
  readonly id: string;
}

async function join(wish: object = {}, patientId?: string): Promise<Waiting> {
  const waits = patientId ?? (await knownPatient(appointments));
  const { entry, userErrors } = await give(staff, "joinWaitlist", {
    ...{ patientId: waits, visitType: "IN_PERSON", from: at("00:00"), until: at("23:59") },
    ...(!("specialty" in wish) && { providerId }),
    ...wish,
  });
  expect(userErrors).toEqual([]);
  return { patientId: waits, id: String(entry?.id) };
}

async function entryOf({ patientId, id }: Waiting): Promise<NonNullable<WaitlistAnswer["entry"]>> {
  const { data, errors } = await appointments.query(
    asPatient(patientId),
    `{ waitlist(first: 100, filter: { status: [WAITING, OFFERED, BOOKED, LEFT, EXPIRED] }) { nodes { ${entryFields} } } }`,
  );
  expect(errors).toBeUndefined();
  return data.waitlist.nodes.find((entry: { id: string }) => entry.id === id);
}

async function book(startsAt = at("10:00"), input: object = {}): Promise<string> {
  const booking = { patientId: holder, providerId, startsAt, visitType: "IN_PERSON", ...input };
  const { appointment, userErrors } = await run("bookAppointment", booking);
  expect(userErrors).toEqual([]);
  return String(appointment?.id);
}

async function free(id: string): Promise<void> {
  expect(outcomeOf(await run("cancelAppointment", { id, reason: "Called off" }))).toBe("done");
}

/** Somebody's visit at that time is cancelled, and whoever waits is offered it. */
async function freed(startsAt = at("10:00")): Promise<void> {
  await free(await book(startsAt));
  await advance();
}

/** The offer's time to answer is over; nothing has noted it. */
const expire = (id: string) =>
  appointments.database.asOwner(
    `update waitlist_offer set expires_at = now() - interval '1 second' where entry_id = '${id}' and outcome is null`,
  );

const typesOf = async (id: string) =>
  (await sql(`select type from outbox_event where aggregate_id = '${id}' order by sequence`)).map(({ type }) => type);

describe("joining", () => {
  it("notes the wish, tells of it with ids alone and writes it down", async () => {
    const waiting = await join();
    expect(await entryOf(waiting)).toMatchObject({
      ...{ status: "WAITING", specialty: null, visitType: "IN_PERSON", from: at("00:00"), until: at("23:59") },
      ...{ patient: { id: waiting.patientId }, provider: { id: providerId }, offer: null, appointment: null },
    });
    expect(await sql(`select type, payload from outbox_event where aggregate_id = '${waiting.id}'`)).toEqual([
      { type: "waitlist.joined", payload: { waitlistEntryId: waiting.id, patientId: waiting.patientId } },
    ]);
    expect(
      await sql(`select outcome, subject_ids from audit_entry
        where 'waitlist.join' = any(actions) and '${waiting.id}' = any(entity_ids)`),
    ).toEqual([{ outcome: "ALLOWED", subject_ids: [waiting.patientId] }]);
  });

  it.each([
    ["neither provider nor specialty", { providerId: null }, "providerId"],
    ["both", { specialty: "cardiology" }, "providerId"],
    ["an empty specialty", { providerId: null, specialty: " " }, "specialty"],
    ["a window that ends before it begins", { from: at("12:00"), until: at("11:00") }, "until"],
    ["a window that is shorter than the visit", { from: at("11:00"), until: at("11:14") }, "until"],
    ["a window of years", { until: "9999-12-31T00:00:00Z" }, "until"],
  ])("refuses %s", async (_what, wish, field) => {
    const base = { patientId: holder, providerId, visitType: "PHONE", from: at("00:00"), until: at("23:59") };
    const { entry, userErrors } = await give(staff, "joinWaitlist", { ...base, ...wish });
    expect(entry).toBeNull();
    expect(userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: [field] }]);
  });

  it("refuses whom nobody knows, whom nobody can book, who is archived, and a window that is over", async () => {
    const base = { patientId: holder, visitType: "PHONE", from: at("00:00"), until: at("23:59") };
    const suspended = await knownProvider(appointments, { status: "SUSPENDED" });
    const archived = await knownPatient(appointments, { archived: true });
    for (const [wish, code, field] of [
      [{ providerId: randomUUID() }, "NOT_FOUND", "providerId"],
      [{ providerId: suspended }, "PROVIDER_INACTIVE", "providerId"],
      [{ providerId, from: "2020-01-01T00:00:00Z", until: "2020-01-02T00:00:00Z" }, "IN_THE_PAST", "until"],
      [{ specialty: "of nobody" }, "SPECIALTY_UNKNOWN", "specialty"],
      [{ providerId, patientId: randomUUID() }, "NOT_FOUND", "patientId"],
      [{ providerId, patientId: archived }, "PATIENT_ARCHIVED", "patientId"],
    ] as const)
      expect((await give(staff, "joinWaitlist", { ...base, ...wish })).userErrors).toMatchObject([
        { code, field: [field] },
      ]);
    const own = { ...base, providerId };
    expect((await give(asPatient(await knownPatient(appointments)), "joinWaitlist", own)).userErrors).toMatchObject([
      { code: "NOT_FOUND", field: ["patientId"] },
    ]);
  });

  it("is for ten times at most, also of who asks for many at once", async () => {
    const patientId = await knownPatient(appointments);
    const wish = { patientId, providerId, visitType: "PHONE" };
    const onDay = (day: number) => ({ ...wish, from: at("00:00", day), until: at("23:59", day) });
    const answers = await Promise.all(Array.from({ length: 14 }, (_, day) => give(staff, "joinWaitlist", onDay(day))));
    expect(answers.filter(({ entry }) => entry !== null)).toHaveLength(10);
    expect(new Set(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)))).toEqual(
      new Set(["WAITLIST_LIMIT"]),
    );
    const left = answers.find(({ entry }) => entry !== null)?.entry;
    await give(staff, "leaveWaitlist", { id: left?.id });
    expect((await give(staff, "joinWaitlist", onDay(14))).userErrors).toEqual([]);
  });

  it("for what somebody waits for already is refused as long as they wait", async () => {
    const specialty = randomUUID();
    const [other, ofSpecialty] = [
      await knownProvider(appointments),
      await knownProvider(appointments, { specialties: [specialty] }),
    ];
    const wish = { patientId: holder, providerId, visitType: "PHONE", from: at("09:00"), until: at("12:00") };
    const first = await give(staff, "joinWaitlist", wish);
    for (const same of [{}, { from: at("11:59"), until: at("18:00") }, { from: at("08:00"), until: at("09:01") }]) {
      const again = await give(asPatient(holder), "joinWaitlist", { ...wish, ...same });
      expect(again.entry).toBeNull();
      expect(again.userErrors).toMatchObject([{ code: "ALREADY_WAITING", field: ["from"] }]);
      expect(again.userErrors[0]?.message).toContain(`from ${at("09:00")} until ${at("12:00")}:`);
    }
    for (const another of [
      ...[{ visitType: "VIDEO" }, { providerId: other }, { providerId: null, specialty }],
      ...[{ from: at("12:00"), until: at("18:00") }, { patientId: await knownPatient(appointments) }],
    ])
      expect((await give(staff, "joinWaitlist", { ...wish, ...another })).userErrors).toEqual([]);
    const ofAnybody = { ...wish, providerId: null, specialty, until: at("10:00") };
    expect((await give(staff, "joinWaitlist", ofAnybody)).userErrors).toMatchObject([{ code: "ALREADY_WAITING" }]);
    expect((await give(staff, "joinWaitlist", { ...wish, providerId: ofSpecialty })).userErrors).toEqual([]);
    await give(staff, "leaveWaitlist", { id: first.entry?.id });
    expect((await give(staff, "joinWaitlist", wish)).userErrors).toEqual([]);
  });

  it("for what somebody is offered already is refused", async () => {
    const waiting = await join();
    await freed();
    expect((await entryOf(waiting)).status).toBe("OFFERED");
    const wish = {
      patientId: waiting.patientId,
      providerId,
      visitType: "IN_PERSON",
      from: at("09:00"),
      until: at("12:00"),
    };
    expect((await give(staff, "joinWaitlist", wish)).userErrors).toMatchObject([{ code: "ALREADY_WAITING" }]);
  });

  it("with one key twice is once", async () => {
    const patientId = await knownPatient(appointments);
    const wish = { patientId, providerId, visitType: "PHONE", from: at("00:00"), until: at("23:59") };
    const keyed = { ...wish, idempotencyKey: randomUUID() };
    const answers = [await give(staff, "joinWaitlist", keyed), await give(staff, "joinWaitlist", keyed)];
    expect(answers[0]?.entry?.id).toBe(answers[1]?.entry?.id);
    expect(await sql(`select 1 from waitlist_entry where patient_id = '${patientId}'`)).toHaveLength(1);
  });
});

describe("a time that becomes free", () => {
  it("is offered to whoever has waited longest, and held for them alone", async () => {
    const first = await join();
    const second = await join();
    await freed();
    const { status, offer } = await entryOf(first);
    expect(status).toBe("OFFERED");
    expect(offer).toMatchObject({ startsAt: at("10:00"), endsAt: at("10:30"), provider: { id: providerId } });
    const minutes = (Date.parse(String(offer?.expiresAt)) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60);
    expect(await entryOf(second)).toMatchObject({ status: "WAITING", offer: null });
    expect(
      await sql(`select payload from outbox_event where type = 'waitlist.offered' and aggregate_id = '${first.id}'`),
    ).toEqual([{ payload: { waitlistEntryId: first.id, patientId: first.patientId, offerId: offer?.id, providerId } }]);
    // Neither somebody else nor who waits next gets it meanwhile, and nobody is told that it is free.
    const booking = { providerId, startsAt: at("10:15"), visitType: "PHONE" };
    expect(outcomeOf(await run("bookAppointment", { ...booking, patientId: second.patientId }))).toBe("SLOT_TAKEN");
    const other = await book(at("12:00"));
    expect(outcomeOf(await run("rescheduleAppointment", { id: other, startsAt: at("10:00") }))).toBe("SLOT_TAKEN");
    const { data } = await appointments.query(
      staff,
      "query ($i: AvailableSlotsInput!) { availableSlots(input: $i) { startsAt } }",
      { i: { providerId, visitType: "IN_PERSON", from: at("09:00"), to: at("12:00") } },
    );
    const starts = data.availableSlots.map((slot: { startsAt: string }) => slot.startsAt);
    expect(starts).toContain(at("09:30"));
    expect(starts).not.toContain(at("10:00"));
  });

  it("counts for the most that its provider sees on a day from when it is offered", async () => {
    const video = { visitType: "VIDEO" };
    await decide(appointments, VisitType.VIDEO, { maximumPerDay: 2 });
    try {
      const visits = [await book(at("10:00"), video), await book(at("11:00"), video)];
      const waiting = [await join(video), await join(video), await join(video)];
      for (const id of visits) await free(id);
      await advance();
      const entries = await Promise.all(waiting.map(entryOf));
      expect(entries.map(({ status }) => status)).toEqual(["OFFERED", "OFFERED", "WAITING"]);
      const another = { providerId, patientId: await knownPatient(appointments), startsAt: at("15:00"), ...video };
      expect(outcomeOf(await run("bookAppointment", another))).toBe("PROVIDER_FULL");
      const { data } = await appointments.query(
        staff,
        "query ($i: AvailableSlotsInput!) { availableSlots(input: $i) { startsAt } }",
        { i: { providerId, ...video, from: at("00:00"), to: at("00:00", 1) } },
      );
      expect(data.availableSlots).toEqual([]);
      for (const { offer } of entries)
        if (offer) expect((await give(staff, "acceptWaitlistOffer", { id: offer.id })).userErrors).toEqual([]);
      const kept = await sql(`select 1 from appointment where provider_id = '${providerId}' and status <> 'CANCELLED'`);
      expect(kept).toHaveLength(2);
    } finally {
      await decideAsUsual(appointments);
    }
  });

  it("by a visit that is moved is offered too", async () => {
    const id = await book();
    const waiting = await join();
    expect(outcomeOf(await run("rescheduleAppointment", { id, startsAt: at("14:00") }))).toBe("done");
    await advance();
    expect((await entryOf(waiting)).offer).toMatchObject({ startsAt: at("10:00") });
  });

  it("is offered to who wants a specialty of its provider", async () => {
    const specialty = randomUUID();
    providerId = await knownProvider(appointments, { specialties: [specialty] });
    const other = await knownProvider(appointments);
    const wrong = await join({ providerId: other });
    const waiting = await join({ specialty });
    await freed();
    expect(await entryOf(waiting)).toMatchObject({ status: "OFFERED", specialty, provider: null });
    expect((await entryOf(wrong)).status).toBe("WAITING");
  });

  it("is not offered to whom it does not fit: another day, too late, a visit that does not fit in, who is busy then", async () => {
    await book(at("10:20"), { visitType: "PHONE", patientId: await knownPatient(appointments) });
    const anotherDay = await join({ from: at("00:00", 1), until: at("23:00", 1) });
    const tooLate = await join({ until: at("10:10"), visitType: "PHONE" });
    const tooLong = await join();
    const busy = await join({ visitType: "PHONE" });
    const elsewhere = await knownProvider(appointments);
    await book(at("10:05"), { providerId: elsewhere, patientId: busy.patientId });
    const fits = await join({ visitType: "VIDEO" });
    await free(await book(at("10:00"), { visitType: "VIDEO" }));
    await advance();
    for (const waiting of [anotherDay, tooLate, tooLong, busy]) expect((await entryOf(waiting)).status).toBe("WAITING");
    expect((await entryOf(fits)).offer).toMatchObject({ startsAt: at("10:00"), endsAt: at("10:20") });
  });

  it("is not offered to whose record is restricted, but to the next", async () => {
    const restricted = await join();
    const next = await join();
    const payload = {
      restrictionId: randomUUID(),
      patientId: restricted.patientId,
      patientIds: [restricted.patientId],
    };
    await deliver(appointmentSubgraph, appointments.orm, { type: "patient.restricted", payload });
    await freed();
    expect((await entryOf(restricted)).status).toBe("WAITING");
    expect((await entryOf(next)).status).toBe("OFFERED");
  });

  it("is not offered when somebody has booked it since, nor when it is about to begin", async () => {
    const waiting = await join({ from: new Date().toISOString() });
    await free(await book());
    await book();
    await advance();
    expect((await entryOf(waiting)).status).toBe("WAITING");
    providerId = await knownProvider(appointments);
    const soon = await join({ from: new Date().toISOString() });
    const inFive = new Date(Math.ceil(Date.now() / 60_000 + 4) * 60_000).toISOString();
    await free(await book(inFive, { patientId: await knownPatient(appointments) }));
    await advance();
    expect((await entryOf(soon)).status).toBe("WAITING");
  });

  /** Somebody else works on what `statement` names while `meanwhile` happens, and has done it afterwards. */
  async function whileWorkingOn(statement: string, meanwhile: () => Promise<void>): Promise<void> {
    const [locked, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const working = appointments.orm.em.fork().transactional(async (em) => {
      await em.execute(statement);
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    await meanwhile().finally(release.resolve);
    await working;
  }

  it("is offered when nobody else works on the entry of the only one whom it fits any more, and other times meanwhile", async () => {
    const waiting = await join({ until: at("11:00") });
    const later = await join({ from: at("15:00") });
    const visits = [await book(at("10:00")), await book(at("15:00"))];
    await whileWorkingOn(`select 1 from waitlist_entry where id = '${waiting.id}' for update`, async () => {
      for (const id of visits) await free(id);
      await advance();
      expect(await entryOf(waiting)).toMatchObject({ status: "WAITING", offer: null });
      expect((await entryOf(later)).offer).toMatchObject({ startsAt: at("15:00") });
    });
    await advance();
    expect((await entryOf(waiting)).offer).toMatchObject({ startsAt: at("10:00") });
    expect(await sql("select 1 from freed_slot")).toEqual([]);
  });

  it("is offered to who has let another offer pass and was not noted to wait again", async () => {
    const specialty = randomUUID();
    providerId = await knownProvider(appointments, { specialties: [specialty] });
    const waiting = await join({ specialty });
    await freed(at("10:00"));
    await expire(waiting.id);
    providerId = await knownProvider(appointments, { specialties: [specialty] });
    const visit = await book(at("12:00"));
    const noting = `update waitlist_offer set outcome = 'EXPIRED' where entry_id = '${waiting.id}' and outcome is null;
      update waitlist_entry set status = 'WAITING' where id = '${waiting.id}'`;
    await whileWorkingOn(noting, async () => {
      await free(visit);
      await advance();
      expect(await sql("select 1 from freed_slot")).toHaveLength(1);
    });
    await advance();
    expect((await entryOf(waiting)).offer).toMatchObject({ startsAt: at("12:00") });
    expect(await sql("select 1 from freed_slot")).toEqual([]);
  });

  it("leaves other organizations alone", async () => {
    const waiting = await join();
    await appointments.database.asOwner(
      `update waitlist_entry set organization_id = '${stranger.organizationId}' where id = '${waiting.id}'`,
    );
    await freed();
    expect(await sql(`select status from waitlist_entry where id = '${waiting.id}'`)).toEqual([{ status: "WAITING" }]);
  });
});

describe("an offer", () => {
  it("that is accepted is a visit, with its history and reminders; it was never anybody else's", async () => {
    const waiting = await join();
    await freed();
    const { offer } = await entryOf(waiting);
    const answer = await give(asPatient(waiting.patientId), "acceptWaitlistOffer", { id: offer?.id });
    expect(answer.userErrors).toEqual([]);
    expect(answer.entry).toMatchObject({
      ...{ id: waiting.id, status: "BOOKED", offer: null },
      appointment: { status: "BOOKED", startsAt: at("10:00"), visitType: "IN_PERSON" },
    });
    const visit = answer.entry?.appointment?.id;
    expect(await typesOf(waiting.id)).toEqual(["waitlist.joined", "waitlist.offered", "waitlist.accepted"]);
    expect(await typesOf(String(visit))).toEqual(["appointment.booked"]);
    expect(await sql(`select 1 from appointment_reminder where appointment_id = '${visit}'`)).toHaveLength(2);
    expect((await give(staff, "acceptWaitlistOffer", { id: offer?.id })).userErrors).toMatchObject([
      { code: "OFFER_OVER", field: ["id"] },
    ]);
  });

  it("medplum #7688: a hold expires by itself, when nothing runs that would note it", async () => {
    const waiting = await join();
    await freed();
    const { offer } = await entryOf(waiting);
    await expire(waiting.id);
    expect((await entryOf(waiting)).offer).toBeNull();
    expect(
      (await give(asPatient(waiting.patientId), "acceptWaitlistOffer", { id: offer?.id })).userErrors,
    ).toMatchObject([{ code: "OFFER_OVER", field: ["id"] }]);
    const id = await book();
    expect(await sql(`select status from appointment where id = '${id}'`)).toEqual([{ status: "BOOKED" }]);
    expect(await sql(`select outcome from waitlist_offer where entry_id = '${waiting.id}'`)).toEqual([
      { outcome: null },
    ]);
  });

  it("that is not taken goes to the next, and whoever let it pass keeps their place for another time", async () => {
    const first = await join();
    const second = await join();
    await freed();
    await expire(first.id);
    await advance();
    expect(await entryOf(first)).toMatchObject({ status: "WAITING", offer: null });
    expect((await entryOf(second)).offer).toMatchObject({ startsAt: at("10:00") });
    expect(await typesOf(first.id)).toEqual(["waitlist.joined", "waitlist.offered", "waitlist.expired"]);
    await freed(at("11:00"));
    expect((await entryOf(first)).offer).toMatchObject({ startsAt: at("11:00") });
    // Nobody is asked twice for the same time.
    await expire(second.id);
    await advance();
    expect((await entryOf(second)).status).toBe("WAITING");
    await advance();
    expect(await typesOf(second.id)).toEqual(["waitlist.joined", "waitlist.offered", "waitlist.expired"]);
  });

  it("that has expired and was not noted gives way to the next one in the same transaction", async () => {
    const first = await join();
    await freed();
    const second = await join();
    const { offerTime } = await import("./waitlist.offering.ts");
    const { boundEntityManager, runCommand, systemContext } = await import("@careconnect/kit");
    await expire(first.id);
    const context = systemContext(boundEntityManager(appointments.orm, organizationId), "test");
    await runCommand(context, { action: "waitlist.advance", entityType: "WaitlistEntry" }, (unit) =>
      offerTime(unit, { providerId, startsAt: new Date(at("10:00")) }),
    );
    expect((await entryOf(first)).status).toBe("WAITING");
    expect((await entryOf(second)).offer).toMatchObject({ startsAt: at("10:00") });
  });

  it("goes to the next when its patient leaves; who has left cannot leave again", async () => {
    const first = await join();
    const second = await join();
    await freed();
    const { offer, version } = await entryOf(first);
    const self = asPatient(first.patientId);
    expect(
      (await give(self, "leaveWaitlist", { id: first.id, expectedVersion: version - 1 })).userErrors,
    ).toMatchObject([{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }]);
    expect((await give(self, "leaveWaitlist", { id: first.id })).entry).toMatchObject({ status: "LEFT", offer: null });
    expect((await give(self, "acceptWaitlistOffer", { id: offer?.id })).userErrors).toMatchObject([
      { code: "OFFER_OVER" },
    ]);
    expect((await give(self, "leaveWaitlist", { id: first.id })).userErrors).toMatchObject([
      { code: "ILLEGAL_TRANSITION", field: ["id"], message: expect.stringContaining("LEFT") },
    ]);
    await advance();
    expect((await entryOf(second)).offer).toMatchObject({ startsAt: at("10:00") });
    expect(await typesOf(first.id)).toEqual(["waitlist.joined", "waitlist.offered", "waitlist.left"]);
  });

  it("stands when the front desk books somebody beside it", async () => {
    const waiting = await join();
    await freed();
    const { appointment } = await run("overbookAppointment", {
      ...{ patientId: holder, providerId, startsAt: at("10:00"), visitType: "IN_PERSON", overrideReason: "Urgent" },
    });
    expect(await sql(`select overbooked from appointment where id = '${appointment?.id}'`)).toEqual([
      { overbooked: true },
    ]);
    const { offer } = await entryOf(waiting);
    expect((await give(staff, "acceptWaitlistOffer", { id: offer?.id })).entry).toMatchObject({ status: "BOOKED" });
  });

  it("is refused to a patient who is busy by now, and stands", async () => {
    const waiting = await join();
    await freed();
    const elsewhere = await knownProvider(appointments);
    await book(at("10:10"), { providerId: elsewhere, patientId: waiting.patientId });
    const { offer } = await entryOf(waiting);
    expect((await give(staff, "acceptWaitlistOffer", { id: offer?.id })).userErrors).toMatchObject([
      { code: "PATIENT_BUSY", field: ["id"] },
    ]);
    expect((await entryOf(waiting)).status).toBe("OFFERED");
  });
});

describe("the queue", () => {
  it("shows the front desk those who wait still, who came first first, and a patient themselves alone", async () => {
    const waiting = [await join(), await join(), await join()];
    await give(staff, "leaveWaitlist", { id: waiting[1]?.id });
    const query = `query ($after: String, $p: ID) { waitlist(first: 1, after: $after, filter: { providerId: $p }) {
      totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data, errors } = await appointments.query(staff, query, { after, p: providerId });
      expect(errors).toBeUndefined();
      expect(data.waitlist.totalCount).toBe(2);
      seen.push(...data.waitlist.nodes.map((node: { id: string }) => node.id));
      after = data.waitlist.pageInfo.hasNextPage ? data.waitlist.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual([waiting[0]?.id, waiting[2]?.id]);
    const own = await appointments.query(asPatient(String(waiting[2]?.patientId)), query, { p: providerId });
    expect(own.data.waitlist).toMatchObject({ totalCount: 1, nodes: [{ id: waiting[2]?.id }] });
    const others = await appointments.query(stranger, query, { p: providerId });
    expect(others.data.waitlist.totalCount).toBe(0);
  });

  it("lets nobody leave or accept for somebody else", async () => {
    const waiting = await join();
    await freed();
    const { offer } = await entryOf(waiting);
    for (const viewer of [asPatient(holder), stranger]) {
      expect((await give(viewer, "leaveWaitlist", { id: waiting.id })).userErrors).toMatchObject([
        { code: "NOT_FOUND" },
      ]);
      expect((await give(viewer, "acceptWaitlistOffer", { id: offer?.id })).userErrors).toMatchObject([
        { code: "NOT_FOUND" },
      ]);
    }
    expect((await entryOf(waiting)).status).toBe("OFFERED");
  });

  it("is left by itself when the time in which somebody wanted to come is over", async () => {
    const waiting = await join();
    await appointments.database.asOwner(
      `update waitlist_entry set wanted_from = now() - interval '2 hours', wanted_until = now() - interval '1 minute'
       where id = '${waiting.id}'`,
    );
    await advance();
    expect((await entryOf(waiting)).status).toBe("EXPIRED");
    expect(
      await sql(`select payload from outbox_event where type = 'waitlist.expired' and aggregate_id = '${waiting.id}'`),
    ).toEqual([{ payload: { waitlistEntryId: waiting.id, patientId: waiting.patientId, offerId: null } }]);
  });
});
