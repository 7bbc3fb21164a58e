import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import type { LicensedSpan } from "../slots/weekly.hours.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { waitlistCommand } from "../waitlist/waitlist.fixture.ts";
import { waitlistTask } from "../waitlist/waitlist.task.ts";
import { staff } from "./booking.fixture.ts";
import { at, command, outcomeOf } from "./commands.fixture.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

/** The day of {@link at}, and others from it on. */
const day = (daysLater = 0) => at("00:00", daysLater).slice(0, 10);

let patientId: string;
let providerId: string;
let version: number;
beforeEach(async () => {
  version = 1;
  patientId = await knownPatient(appointments);
  providerId = await knownProvider(appointments, { weekly: daily(["09:00", "17:00"]) });
});

const license = (...licensed: LicensedSpan[]) => {
  version += 1;
  return tell(appointments, "provider.credentials.changed", { providerId, licensed }, { version });
};
/** As long as the day of {@link at} is the last one. */
const licenseUntilThatDay = () => license({ from: "2020-01-01", until: day() });

const run = (mutation: string, input: object) => command(appointments.query, staff, mutation, input);
const visit = (input: object = {}) => ({ patientId, providerId, startsAt: at("09:00"), visitType: "PHONE", ...input });
const book = (startsAt: string, input: object = {}) => run("bookAppointment", visit({ startsAt, ...input }));

async function booked(startsAt: string): Promise<string> {
  const { appointment, userErrors } = await book(startsAt);
  expect(userErrors).toEqual([]);
  return String(appointment?.id);
}

const refusal = (...field: string[]) => [expect.objectContaining({ code: "PROVIDER_NOT_LICENSED", field })];

async function daysWithSlots(): Promise<string[]> {
  const { data, errors } = await appointments.query(
    staff,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
    { input: { providerId, visitType: "PHONE", from: at("00:00"), to: at("00:00", 4), first: 500 } },
  );
  expect(errors).toBeUndefined();
  return [...new Set<string>(data.availableSlots.map(({ startsAt }: { startsAt: string }) => startsAt.slice(0, 10)))];
}

describe("a provider of whom licences are recorded", () => {
  it("has free times on the days that these cover, and is booked on no other, overbooked neither", async () => {
    expect(await daysWithSlots()).toEqual([day(), day(1), day(2), day(3)]);
    await license({ from: "2020-01-01", until: day() }, { from: day(2), until: day(2) });
    expect(await daysWithSlots()).toEqual([day(), day(2)]);
    expect(outcomeOf(await book(at("16:30")))).toBe("done");
    expect(outcomeOf(await book(at("16:30", 2)))).toBe("done");
    for (const late of [at("09:00", 1), at("09:00", 3)]) {
      expect((await book(late)).userErrors).toEqual(refusal("startsAt"));
      const overbooking = visit({ startsAt: late, overrideReason: "They asked for it" });
      expect((await run("overbookAppointment", overbooking)).userErrors).toEqual(refusal("startsAt"));
    }
  });

  it("is not booked at all when none counts, and as ever when none was ever recorded", async () => {
    await license();
    expect(await daysWithSlots()).toEqual([]);
    expect((await book(at("09:00"))).userErrors).toEqual(refusal("startsAt"));
    await tell(appointments, "provider.credentials.changed", { providerId, licensed: null }, { version: 9 });
    expect(outcomeOf(await book(at("09:00")))).toBe("done");
  });

  it("is licensed by what was told last, in whatever order it arrives", async () => {
    const told = (licensed: LicensedSpan[], version: number) =>
      tell(appointments, "provider.credentials.changed", { providerId, licensed }, { version });
    await told([], 5);
    await told([{ from: "2020-01-01", until: null }], 4);
    expect(outcomeOf(await book(at("09:00")))).toBe("PROVIDER_NOT_LICENSED");
    await told([{ from: "2020-01-01", until: null }], 6);
    expect(outcomeOf(await book(at("09:00")))).toBe("done");
  });

  it("is licensed by days of their own calendar, of which a visit over midnight has two", async () => {
    const weekly = daily(["00:00", "24:00"]);
    providerId = await knownProvider(appointments, { timeZone: "Asia/Tokyo", weekly });
    await licenseUntilThatDay();
    // Midnight in Tokyo is at 15:00 UTC.
    expect(outcomeOf(await book(at("14:45")))).toBe("done");
    expect((await book(at("14:50"))).userErrors).toEqual(refusal("startsAt"));
    expect((await book(at("15:00"))).userErrors).toEqual(refusal("startsAt"));
  });

  it("has no visit moved to, nor a hold confirmed for, a day that these do not cover", async () => {
    const id = await booked(at("09:00"));
    const { appointment: held } = await run("holdAppointment", visit({ startsAt: at("09:00", 1) }));
    await licenseUntilThatDay();
    const late = at("10:00", 1);
    expect((await run("rescheduleAppointment", { id, startsAt: late })).userErrors).toEqual(refusal("startsAt"));
    expect(outcomeOf(await run("rescheduleAppointment", { id, startsAt: at("10:00") }))).toBe("done");
    expect((await run("confirmAppointment", { id: held?.id })).userErrors).toEqual(refusal("id"));
    expect((await run("holdAppointment", visit({ startsAt: late }))).userErrors).toEqual(refusal("startsAt"));
    await license({ from: "2020-01-01", until: day(1) });
    expect(outcomeOf(await run("confirmAppointment", { id: held?.id }))).toBe("done");
  });

  it("keeps the visits that there are, which may be called off, and take place", async () => {
    const id = await booked(at("09:00", 1));
    await licenseUntilThatDay();
    expect(outcomeOf(await run("confirmAppointment", { id }))).toBe("done");
    expect(outcomeOf(await run("cancelAppointment", { id, reason: "No licence" }))).toBe("done");
  });

  it("has no visit of a series on a day that these do not cover: each is named", async () => {
    await licenseUntilThatDay();
    const { data, errors } = await appointments.query(
      staff,
      `mutation ($input: BookAppointmentSeriesInput!) { bookAppointmentSeries(input: $input) {
         appointmentSeries { id } userErrors { code field message } } }`,
      { input: visit({ rule: "FREQ=DAILY;COUNT=3" }) },
    );
    expect(errors).toBeUndefined();
    const { appointmentSeries, userErrors } = data.bookAppointmentSeries;
    expect(appointmentSeries).toBeNull();
    expect(userErrors.map(({ code }: { code: string }) => code)).toEqual(Array(2).fill("PROVIDER_NOT_LICENSED"));
    expect(userErrors[0].message).toContain(at("09:00", 1));
  });

  it("has no time offered to who waits on such a day, and an offer of before is not accepted", async () => {
    const waits = await knownPatient(appointments);
    const { entry } = await waitlistCommand(appointments.query, staff, "joinWaitlist", {
      ...{ patientId: waits, providerId, visitType: "PHONE", from: at("00:00", 1), until: at("23:59", 1) },
    });
    const advance = () => waitlistTask.run({ orm: appointments.orm, signal: new AbortController().signal } as never);
    const freed = async (startsAt: string) => {
      await run("cancelAppointment", { id: await booked(startsAt), reason: "Called off" });
      await advance();
    };
    await freed(at("09:00", 1));
    const offers = () =>
      appointments.orm.em
        .getConnection()
        .execute<{ id: string }[]>(`select id from waitlist_offer where entry_id = '${entry?.id}'`);
    const [offer] = await offers();
    const late = await booked(at("11:00", 1));
    await licenseUntilThatDay();
    const { userErrors } = await waitlistCommand(appointments.query, staff, "acceptWaitlistOffer", { id: offer?.id });
    expect(userErrors).toEqual(refusal("id"));
    await appointments.database.asOwner(`update waitlist_offer set expires_at = now() where id = '${offer?.id}'`);
    await run("cancelAppointment", { id: late, reason: "Called off" });
    await advance();
    expect(await offers()).toEqual([offer]);
  });
});

describe("the visits on days that licences do not cover", () => {
  const stranded = async (licensed: readonly LicensedSpan[] | null | undefined) => {
    const availability = {
      ...{ timeZone: "UTC", templates: [{ effectiveFrom: "2020-01-01", weekly: daily(["09:00", "17:00"]) }] },
      ...{ exceptions: [], licensed },
    };
    const r = [{ __typename: "Provider", id: providerId, availabilityState: JSON.stringify(availability) }];
    const { data, errors } = await appointments.query(
      staff,
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Provider { strandedAppointments { id } } } }",
      { r },
    );
    expect(errors).toBeUndefined();
    return data._entities[0].strandedAppointments.map(({ id }: { id: string }) => id);
  };

  it("are stranded", async () => {
    const [last, first, next] = [await booked(at("16:30")), await booked(at("09:00")), await booked(at("09:00", 1))];
    expect(await stranded(null)).toEqual([]);
    // As one told who knew of no licences.
    expect(await stranded(undefined)).toEqual([]);
    expect(await stranded([{ from: "2020-01-01", until: day() }])).toEqual([next]);
    expect(await stranded([{ from: day(1), until: null }])).toEqual([first, last]);
    expect(await stranded([])).toEqual([first, last, next]);
  });

  it("are not what other hours strand, being it already", async () => {
    const [that, next] = [await booked(at("09:00")), await booked(at("09:00", 1))];
    const impact = async () => {
      const { data, errors } = await appointments.query(
        staff,
        "query ($input: AvailabilityImpactInput!) { availabilityImpact(input: $input) { id } }",
        { input: { providerId, weekly: [] } },
      );
      expect(errors).toBeUndefined();
      return data.availabilityImpact.map(({ id }: { id: string }) => id);
    };
    expect(await impact()).toEqual([that, next]);
    await licenseUntilThatDay();
    expect(await impact()).toEqual([that]);
  });
});
