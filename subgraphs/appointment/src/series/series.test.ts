import { randomUUID } from "node:crypto";
import { planningEnd, Role, VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { decide } from "../visit-rules/visit-rules.fixture.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

let patientId: string;
let providerId: string;
beforeEach(async () => {
  patientId = await knownPatient(appointments);
  providerId = await knownProvider(appointments, { weekly: daily(["09:00", "17:00"]) });
});

/** Ten days before the last that can be planned, at the first of the provider's hours. */
const almostFiveYears = `${new Date(planningEnd().getTime() - 10 * 86_400_000).toISOString().slice(0, 10)}T09:00:00Z`;

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);

interface Visit {
  readonly id: string;
  readonly status: string;
  readonly startsAt: string;
  readonly version: number;
}

interface SeriesAnswer {
  readonly series: {
    readonly id: string;
    readonly rule: string;
    readonly version: number;
    readonly appointments: readonly Visit[];
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[]; readonly message: string }[];
}

const seriesFields = "id rule startsAt timeZone visitType version appointments { id status startsAt version }";

async function give(
  name: "book" | "change" | "cancel",
  input: object,
  viewer: TestViewer = staff,
): Promise<SeriesAnswer> {
  const mutation = `${name}AppointmentSeries`;
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { status, data, errors } = await appointments.query(
    viewer,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) {
      appointmentSeries { ${seriesFields} } userErrors { code field message } } }`,
    { input },
  );
  if (status !== 200 || errors) throw new Error(`${mutation} answered ${status}: ${JSON.stringify(errors)}`);
  const { appointmentSeries: series, userErrors } = data[mutation];
  return { series, userErrors };
}

/** 10:00 of so many days from {@link at}'s day. */
const day = (days: number, time = "10:00") => at(time, days);
const daily5 = () => ({ patientId, providerId, visitType: "PHONE", startsAt: day(0), rule: "FREQ=DAILY;COUNT=5" });

async function booked(input: object = {}): Promise<NonNullable<SeriesAnswer["series"]>> {
  const { series, userErrors } = await give("book", { ...daily5(), ...input });
  expect(userErrors).toEqual([]);
  if (!series) throw new Error("Nothing was booked.");
  return series;
}

const startsOf = (series: SeriesAnswer["series"]) => series?.appointments.map(({ startsAt }) => startsAt);

function visit(series: SeriesAnswer["series"], index: number): Visit {
  const found = series?.appointments[index];
  if (!found) throw new Error("The series has no such visit.");
  return found;
}

async function single(startsAt: string, input: object = {}): Promise<string> {
  const booking = { patientId: await knownPatient(appointments), providerId, startsAt, visitType: "PHONE", ...input };
  const { appointment, userErrors } = await command(appointments.query, staff, "bookAppointment", booking);
  expect(userErrors).toEqual([]);
  return String(appointment?.id);
}

/** A visit of somebody else beside one that there is. */
async function overbooked(startsAt: string, input: object = {}): Promise<void> {
  const patientId = await knownPatient(appointments);
  const booking = { patientId, providerId, startsAt, visitType: "PHONE", overrideReason: "Urgent", ...input };
  expect(outcomeOf(await command(appointments.query, staff, "overbookAppointment", booking))).toBe("done");
}

async function preview(input: object, viewer = staff) {
  const { data, errors } = await appointments.query(
    viewer,
    `query ($input: AppointmentSeriesPreviewInput!) { appointmentSeriesPreview(input: $input) { startsAt endsAt conflict } }`,
    { input },
  );
  return { occurrences: data?.appointmentSeriesPreview, errors };
}

describe("booking a series", () => {
  it("books every visit of the rule, each with its history, event and reminders, and shows them together", async () => {
    const series = await booked({ reason: "Physiotherapy" });
    expect(series).toMatchObject({ rule: "FREQ=DAILY;COUNT=5", timeZone: "UTC", visitType: "PHONE", version: 1 });
    expect(startsOf(series)).toEqual([0, 1, 2, 3, 4].map((days) => day(days)));
    const ids = series.appointments.map(({ id }) => `'${id}'`).join();
    expect(await sql(`select type from outbox_event where aggregate_id in (${ids})`)).toEqual(
      Array.from({ length: 5 }, () => ({ type: "appointment.booked" })),
    );
    expect(await sql(`select 1 from appointment_status_change where appointment_id in (${ids})`)).toHaveLength(5);
    expect(await sql(`select 1 from appointment_reminder where appointment_id in (${ids})`)).toHaveLength(10);
    const { data } = await appointments.query(
      { organizationId, roles: [Role.PATIENT], patientId },
      "query ($id: ID!) { appointment(id: $id) { reason series { rule appointments { id } } } }",
      { id: visit(series, 2).id },
    );
    expect(data.appointment).toMatchObject({ reason: "Physiotherapy", series: { rule: "FREQ=DAILY;COUNT=5" } });
    expect(data.appointment.series.appointments).toHaveLength(5);
    expect(
      await sql(`select outcome, cardinality(entity_ids) as touched from audit_entry
        where 'appointment.series.book' = any(actions) and '${series.id}' = any(entity_ids)`),
    ).toEqual([{ outcome: "ALLOWED", touched: 6 }]);
  });

  it("lists before what cannot be, and books nothing as long as something cannot", async () => {
    await single(day(1));
    await single(day(3), { patientId, providerId: await knownProvider(appointments) });
    const input = { ...daily5(), startsAt: day(0), rule: "FREQ=DAILY;COUNT=5" };
    const { occurrences } = await preview(input);
    expect(occurrences).toEqual(
      [null, "SLOT_TAKEN", null, "PATIENT_BUSY", null].map((conflict, days) => ({
        ...{ startsAt: day(days), endsAt: day(days, "10:15"), conflict },
      })),
    );
    const { series, userErrors } = await give("book", input);
    expect(series).toBeNull();
    expect(userErrors).toMatchObject([
      { code: "SLOT_TAKEN", field: ["rule"], message: expect.stringContaining(day(1)) },
      { code: "PATIENT_BUSY", field: ["rule"], message: expect.stringContaining(day(3)) },
    ]);
    expect(await sql(`select 1 from appointment_series where patient_id = '${patientId}'`)).toEqual([]);
  });

  it("leaves out and moves what the caller says, and tells of a move that cannot be", async () => {
    await single(day(1));
    await single(day(3));
    const skipped = { startsAt: day(1) };
    const wrong = await give("book", { ...daily5(), changes: [skipped, { startsAt: day(3), moveTo: day(4) }] });
    expect(wrong.userErrors).toMatchObject([{ code: "SLOT_TAKEN", field: ["rule"] }]);
    const outside = await give("book", {
      ...daily5(),
      changes: [skipped, { startsAt: day(3), moveTo: day(3, "18:00") }],
    });
    expect(outside.userErrors).toMatchObject([{ code: "OUTSIDE_AVAILABILITY", field: ["changes", "1", "moveTo"] }]);
    const series = await booked({ changes: [skipped, { startsAt: day(3), moveTo: day(3, "11:00") }] });
    expect(startsOf(series)).toEqual([day(0), day(2), day(3, "11:00"), day(4)]);
  });

  it("openemr #2632: is refused where the patient is with somebody else at that time", async () => {
    await booked();
    const elsewhere = await knownProvider(appointments);
    const { occurrences } = await preview({ ...daily5(), providerId: elsewhere });
    expect(occurrences.map(({ conflict }: { conflict: string }) => conflict)).toEqual(
      Array.from({ length: 5 }, () => "PATIENT_BUSY"),
    );
  });

  it.each([
    [{ rule: "every week" }, "rule"],
    [{ rule: "FREQ=DAILY" }, "rule"],
    [{ rule: "FREQ=MONTHLY;BYMONTHDAY=1,32;COUNT=2" }, "rule"],
    [{ rule: "FREQ=DAILY;COUNT=101" }, "rule"],
    [{ rule: "x".repeat(501) }, "rule"],
    [{ startsAt: "2030-01-07T09:00:30Z" }, "startsAt"],
    [{ startsAt: "9999-01-04T09:00:00Z" }, "startsAt"],
    [{ startsAt: almostFiveYears, rule: "FREQ=DAILY;COUNT=30" }, "rule"],
    [{ rule: " " }, "rule"],
    [{ rule: "FREQ=WEEKLY;UNTIL=2027-01-31" }, "rule"],
    [{ rule: "FREQ=WEEKLY;BYMONTHDAY=3;COUNT=2" }, "rule"],
    [{ reason: " " }, "reason"],
  ])("refuses %j and says where", async (input, field) => {
    const { userErrors } = await give("book", { ...daily5(), ...input });
    expect(userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: [field] }]);
    if (field === "reason") return;
    // The preview refuses the same, in the same words.
    const { errors } = await preview({ ...daily5(), ...input });
    expect(errors).toMatchObject([{ message: userErrors[0]?.message, extensions: { field: ["input", field] } }]);
  });

  it("refuses changes of what the rule does not have, of one visit twice, and of all of them away", async () => {
    const other = await give("book", { ...daily5(), changes: [{ startsAt: day(9) }] });
    expect(other.userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["changes", "0", "startsAt"] }]);
    const twice = await give("book", { ...daily5(), changes: [{ startsAt: day(1) }, { startsAt: day(1) }] });
    expect(twice.userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["changes", "1", "startsAt"] }]);
    const none = await give("book", { ...daily5(), changes: [0, 1, 2, 3, 4].map((days) => ({ startsAt: day(days) })) });
    expect(none.userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["changes"] }]);
  });

  it("tells a query what is wrong with its input", async () => {
    const { occurrences, errors } = await preview({ ...daily5(), rule: "FREQ=DAILY" });
    expect(occurrences ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: ["input", "rule"] } }]);
  });

  it("twice under one key is one series; two at once for one time are one", async () => {
    const keyed = { ...daily5(), idempotencyKey: randomUUID() };
    const same = await Promise.all([give("book", keyed), give("book", keyed)]);
    expect(same[0]?.series?.id).toBe(same[1]?.series?.id);
    const other = { ...daily5(), startsAt: day(0, "12:00") };
    const rivals = await Promise.all(
      Array.from({ length: 4 }, async () => give("book", { ...other, patientId: await knownPatient(appointments) })),
    );
    expect(rivals.filter(({ series }) => series !== null)).toHaveLength(1);
  });

  it("waits for a patient and a provider who were registered a moment ago", async () => {
    const input = { ...daily5(), patientId: randomUUID(), providerId: randomUUID() };
    const booking = give("book", input);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await knownPatient(appointments, { patientId: input.patientId });
    await knownProvider(appointments, { providerId: input.providerId });
    const { series, userErrors } = await booking;
    expect(userErrors).toEqual([]);
    expect(series?.appointments).toHaveLength(5);
  });

  it("is the clinic's: not a patient's, and not of somebody else's patients", async () => {
    const self = { organizationId, roles: [Role.PATIENT], patientId };
    await expect(give("book", daily5(), self)).rejects.toThrow(/FORBIDDEN/);
    expect((await give("book", daily5(), stranger)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
  });
});

describe("changing a series", () => {
  it("one visit alone is rescheduled as any other", async () => {
    const series = await booked();
    const { id } = visit(series, 1);
    const moved = { id, startsAt: day(1, "15:00") };
    expect(outcomeOf(await command(appointments.query, staff, "rescheduleAppointment", moved))).toBe("done");
  });

  it("from one visit on: those before it stay, those from it on are at the new time, as events and history say", async () => {
    const series = await booked();
    const changed = await give("change", {
      ...{ id: visit(series, 2).id, scope: "FOLLOWING", startsAt: day(2, "14:00"), rule: "FREQ=DAILY;COUNT=3" },
    });
    expect(changed.userErrors).toEqual([]);
    expect(startsOf(changed.series)).toEqual([day(0), day(1), day(2, "14:00"), day(3, "14:00"), day(4, "14:00")]);
    expect(changed.series?.appointments.map(({ id }) => id)).toEqual(series.appointments.map(({ id }) => id));
    expect(changed.series).toMatchObject({ rule: "FREQ=DAILY;COUNT=3", version: 2 });
    const moved = visit(series, 3).id;
    expect(
      await sql(`select type, payload ->> 'previousStartsAt' as before from outbox_event
        where aggregate_id = '${moved}' order by sequence desc limit 1`),
    ).toEqual([{ type: "appointment.rescheduled", before: day(3) }]);
    expect(await sql(`select 1 from appointment_status_change where appointment_id = '${moved}'`)).toHaveLength(2);
    const untouched = visit(series, 0).id;
    expect(await sql(`select version from appointment where id = '${untouched}'`)).toEqual([{ version: 1 }]);
  });

  it("all of them, although the new time of one is the old time of another", async () => {
    const series = await booked();
    const input = { id: visit(series, 4).id, scope: "ALL", startsAt: day(1), rule: "FREQ=DAILY;COUNT=5" };
    const { series: later, userErrors } = await give("change", input);
    expect(userErrors).toEqual([]);
    expect(startsOf(later)).toEqual([1, 2, 3, 4, 5].map((days) => day(days)));
    const back = await give("change", { ...input, startsAt: day(0) });
    expect(startsOf(back.series)).toEqual([0, 1, 2, 3, 4].map((days) => day(days)));
  });

  it("openemr #3661: occurrences do not disappear when the rule has fewer visits, or none where there was one", async () => {
    const series = await booked();
    const fewer = await give("change", {
      ...{ id: visit(series, 0).id, scope: "ALL", startsAt: day(0, "13:00"), rule: "FREQ=DAILY;INTERVAL=2;COUNT=2" },
    });
    expect(fewer.userErrors).toEqual([]);
    expect(new Set(startsOf(fewer.series))).toEqual(
      new Set([day(0, "13:00"), day(2, "13:00"), day(2), day(3), day(4)]),
    );
    expect(fewer.series?.appointments.every(({ status }) => status === "BOOKED")).toBe(true);
    const more = await give("change", {
      ...{ id: visit(series, 0).id, scope: "ALL", startsAt: day(0, "09:00"), rule: "FREQ=DAILY;COUNT=7" },
    });
    expect(more.userErrors).toEqual([]);
    expect(startsOf(more.series)).toEqual([0, 1, 2, 3, 4, 5, 6].map((days) => day(days, "09:00")));
    const before = new Set(series.appointments.map(({ id }) => id));
    expect(more.series?.appointments.filter(({ id }) => before.has(id))).toHaveLength(5);
  });

  it("keeps exceptions: what was moved by hand stays there, what was called off stays off, and neither is doubled", async () => {
    const series = await booked();
    const [byHand, off] = [visit(series, 1).id, visit(series, 3).id];
    await command(appointments.query, staff, "rescheduleAppointment", { id: byHand, startsAt: day(1, "16:00") });
    await command(appointments.query, staff, "cancelAppointment", { id: off, reason: "Away" });
    const changed = await give("change", {
      ...{ id: visit(series, 0).id, scope: "ALL", startsAt: day(0, "11:00"), rule: "FREQ=DAILY;COUNT=5" },
    });
    expect(changed.userErrors).toEqual([]);
    expect(changed.series?.appointments.map(({ startsAt, status }) => `${status} ${startsAt}`)).toEqual([
      `BOOKED ${day(0, "11:00")}`,
      `BOOKED ${day(1, "16:00")}`,
      `BOOKED ${day(2, "11:00")}`,
      `CANCELLED ${day(3)}`,
      `BOOKED ${day(4, "11:00")}`,
    ]);
  });

  it("lists before what cannot be, changes nothing then, and leaves where they are those that the caller says", async () => {
    const series = await booked();
    await single(day(2, "11:00"));
    const input = { id: visit(series, 0).id, scope: "ALL", startsAt: day(0, "11:00"), rule: "FREQ=DAILY;COUNT=5" };
    const { data } = await appointments.query(
      staff,
      `query ($input: AppointmentSeriesChangePreviewInput!) {
        appointmentSeriesChangePreview(input: $input) { startsAt conflict } }`,
      { input },
    );
    expect(data.appointmentSeriesChangePreview).toEqual(
      [0, 1, 2, 3, 4].map((days) => ({ startsAt: day(days, "11:00"), conflict: days === 2 ? "SLOT_TAKEN" : null })),
    );
    const refused = await give("change", input);
    expect(refused.userErrors).toMatchObject([{ code: "SLOT_TAKEN", field: ["rule"] }]);
    expect(await sql(`select 1 from appointment where series_id = '${series.id}' and version > 1`)).toEqual([]);
    const changed = await give("change", { ...input, changes: [{ startsAt: day(2, "11:00") }] });
    expect(startsOf(changed.series)).toEqual([
      ...[day(0, "11:00"), day(1, "11:00"), day(2), day(3, "11:00"), day(4, "11:00")],
    ]);
  });

  it.each([
    ["from", { bufferBeforeMinutes: 30 }, { bufferBeforeMinutes: 15 }, "09:45", ["09:30", "10:15"]],
    ["until", { bufferAfterMinutes: 30 }, { bufferAfterMinutes: 15 }, "10:15", ["10:15", "11:00"]],
  ])(
    "takes the time that it says also when it is %s the same instant as before",
    async (_, was, is, to, [from, until]) => {
      await decide(appointments, VisitType.IN_PERSON, was);
      const rule = "FREQ=DAILY;COUNT=1";
      const series = await booked({ visitType: VisitType.IN_PERSON, rule });
      await decide(appointments, VisitType.IN_PERSON, is);
      const { id } = visit(series, 0);
      const { userErrors } = await give("change", { id, scope: "ALL", startsAt: day(0, to), rule });
      expect(userErrors).toEqual([]);
      expect(
        await sql(`select version from appointment where id = '${id}' and starts_at = '${day(0, to)}'
        and coalesce(blocked_from, starts_at) = '${day(0, from)}' and coalesce(blocked_until, ends_at) = '${day(0, until)}'`),
      ).toEqual([{ version: 2 }]);
    },
  );

  it("is refused a time that was overbooked, though a visit of the series leaves it; beside one, a visit stays", async () => {
    const series = await booked();
    await overbooked(day(1));
    const input = { id: visit(series, 0).id, scope: "ALL", startsAt: day(1), rule: "FREQ=DAILY;COUNT=5" };
    const onto = await give("change", input);
    expect(onto.userErrors).toMatchObject([
      { code: "SLOT_TAKEN", field: ["rule"], message: expect.stringContaining(day(1)) },
    ]);
    const longer = await give("change", { ...input, startsAt: day(0), rule: "FREQ=DAILY;COUNT=6" });
    expect(longer.userErrors).toEqual([]);
    expect(startsOf(longer.series)).toEqual([0, 1, 2, 3, 4, 5].map((days) => day(days)));
  });

  it("counts a visit of somebody else at the time that one leaves for the day's maximum", async () => {
    await decide(appointments, VisitType.VIDEO, { maximumPerDay: 2 });
    const video = { visitType: VisitType.VIDEO };
    const rule = "FREQ=DAILY;COUNT=1";
    const series = await booked({ ...video, rule });
    await single(day(0, "12:00"), video);
    const later = { id: visit(series, 0).id, scope: "ALL", startsAt: day(0, "14:00"), rule };
    expect((await give("change", later)).userErrors).toEqual([]);
    await overbooked(day(0, "14:00"), video);
    const again = await give("change", { ...later, startsAt: day(0, "15:00") });
    expect(again.userErrors).toMatchObject([{ code: "PROVIDER_FULL", field: ["rule"] }]);
  });

  it("never makes more than 100 visits of a series, however often it is changed", async () => {
    const series = await booked({ rule: "FREQ=DAILY;COUNT=100" });
    const last = { id: visit(series, 99).id, scope: "FOLLOWING", startsAt: day(99) };
    const more = await give("change", { ...last, rule: "FREQ=DAILY;COUNT=2" });
    expect(more.userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["rule"] }]);
    const moved = await give("change", { ...last, startsAt: day(99, "11:00"), rule: "FREQ=DAILY;COUNT=1" });
    expect(moved.userErrors).toEqual([]);
    expect(moved.series?.appointments).toHaveLength(100);
  });

  it("is over two years after the first visit that stays, as a preview says, too", async () => {
    const series = await booked({ rule: "FREQ=YEARLY;COUNT=2" });
    const second = visit(series, 1);
    const input = { id: second.id, scope: "FOLLOWING", startsAt: second.startsAt, rule: "FREQ=YEARLY;COUNT=3" };
    const { errors } = await appointments.query(
      staff,
      `query ($input: AppointmentSeriesChangePreviewInput!) { appointmentSeriesChangePreview(input: $input) { startsAt } }`,
      { input },
    );
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: ["input", "rule"] } }]);
    expect((await give("change", input)).userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["rule"] }]);
    const all = await give("change", { ...input, scope: "ALL" });
    expect(all.userErrors).toEqual([]);
    expect(startsOf(all.series)?.[0]).toBe(second.startsAt);
  });

  it("leaves where it is what a change before has left there, and tells nobody of it", async () => {
    const series = await booked();
    const input = { id: visit(series, 0).id, scope: "ALL", startsAt: day(0, "11:00"), rule: "FREQ=DAILY;COUNT=5" };
    const stay = [
      { startsAt: day(1, "11:00"), moveTo: null },
      { startsAt: day(2, "11:00"), moveTo: day(2) },
    ];
    expect((await give("change", { ...input, changes: stay })).userErrors).toEqual([]);
    const again = await give("change", { ...input, startsAt: day(0, "12:00") });
    expect(again.userErrors).toEqual([]);
    expect(startsOf(again.series)).toEqual([...[day(0, "12:00"), day(1), day(2), day(3, "12:00"), day(4, "12:00")]]);
    const stayed = [1, 2].map((index) => `'${visit(series, index).id}'`).join();
    expect(await sql(`select type from outbox_event where aggregate_id in (${stayed})`)).toEqual([
      ...[{ type: "appointment.booked" }, { type: "appointment.booked" }],
    ]);
    expect(await sql(`select 1 from appointment_status_change where appointment_id in (${stayed})`)).toHaveLength(2);
  });

  it("is on the wall of the zone that the provider has now", async () => {
    const series = await booked();
    const moved = { providerId, status: "ACTIVE", timeZone: "Europe/Berlin", specialties: [] };
    await tell(appointments, "provider.updated", moved, { version: 2 });
    const input = { id: visit(series, 0).id, scope: "ALL", startsAt: day(0, "11:00"), rule: "FREQ=DAILY;COUNT=5" };
    const changed = await give("change", input);
    expect(changed.userErrors).toEqual([]);
    expect(changed.series).toMatchObject({ timeZone: "Europe/Berlin" });
  });

  it("frees the old times, and is refused on an older version, for a visit of its own and for somebody else's", async () => {
    const series = await booked();
    const input = { id: visit(series, 0).id, scope: "ALL", startsAt: day(0, "14:00"), rule: "FREQ=DAILY;COUNT=5" };
    expect((await give("change", { ...input, expectedVersion: 9 })).userErrors).toMatchObject([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    expect((await give("change", input)).userErrors).toEqual([]);
    const alone = await single(day(0));
    expect((await give("change", { ...input, id: alone })).userErrors).toMatchObject([
      { code: "NOT_IN_SERIES", field: ["id"] },
    ]);
    expect((await give("change", input, stranger)).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
  });
});

describe("calling a series off", () => {
  it("from one visit on: those before it stay; what was moved by hand goes too", async () => {
    const series = await booked();
    await command(appointments.query, staff, "rescheduleAppointment", {
      ...{ id: visit(series, 3).id, startsAt: day(3, "16:00") },
    });
    const { series: left, userErrors } = await give("cancel", {
      ...{ id: visit(series, 2).id, scope: "FOLLOWING", reason: "Well again" },
    });
    expect(userErrors).toEqual([]);
    expect(left?.appointments.map(({ status }) => status)).toEqual([
      ...["BOOKED", "BOOKED", "CANCELLED", "CANCELLED", "CANCELLED"],
    ]);
    const ids = series.appointments.slice(2).map(({ id }) => `'${id}'`);
    expect(
      await sql(`select 1 from outbox_event where type = 'appointment.cancelled' and aggregate_id in (${ids.join()})`),
    ).toHaveLength(3);
    expect(await sql(`select 1 from appointment_reminder where appointment_id in (${ids.join()})`)).toEqual([]);
    expect(
      (await give("cancel", { id: visit(series, 2).id, scope: "FOLLOWING", reason: "Again" })).userErrors,
    ).toMatchObject([{ code: "ILLEGAL_TRANSITION", field: ["id"], message: expect.stringContaining("is CANCELLED") }]);
  });

  it("all of it that is to come", async () => {
    const series = await booked();
    const { series: off } = await give("cancel", { id: visit(series, 2).id, scope: "ALL", reason: "Moves away" });
    expect(off?.appointments.every(({ status }) => status === "CANCELLED")).toBe(true);
  });
});

it("asks the database as often for twelve visits as for three, whatever becomes of them", async () => {
  const asked: number[][] = [];
  for (const count of [3, 12]) {
    providerId = await knownProvider(appointments, { weekly: daily(["09:00", "17:00"]) });
    const rule = `FREQ=DAILY;COUNT=${count}`;
    const doctor = { organizationId, roles: [Role.PROVIDER], providerId };
    const statements: number[] = [];
    const counted = async (answer: () => Promise<SeriesAnswer>) => {
      appointments.statements.length = 0;
      const { series, userErrors } = await answer();
      statements.push(appointments.statements.length);
      expect(userErrors).toEqual([]);
      return series;
    };
    const series = await counted(() => give("book", { ...daily5(), startsAt: day(0, "10:00"), rule }));
    const input = { id: visit(series, 0).id, scope: "ALL" };
    await counted(() => give("change", { ...input, startsAt: day(0, "11:00"), rule }, doctor));
    await counted(() => give("cancel", { ...input, reason: "Well again" }, doctor));
    asked.push(statements);
  }
  expect(asked[1]).toEqual(asked[0]);
});
