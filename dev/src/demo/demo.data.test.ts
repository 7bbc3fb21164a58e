import { describe, expect, test } from "vitest";
import type { AppointmentRow, CanonicalRows, RowKind } from "../import/canonical.rows.ts";
import { addDays, dayIn, instantAt, weekdayOf } from "./clinic.clock.ts";
import { statusAt } from "./demo.appointments.ts";
import { careConnectClinic, otherClinic } from "./demo.clinics.ts";
import { type DemoData, demoData } from "./demo.data.ts";

// A Wednesday, two weeks after the clock went forward in New York, so that the schedule spans the change.
const noon = new Date("2026-03-18T16:10:00Z");
const data = demoData(careConnectClinic, noon);
const small = demoData(otherClinic, noon);

function clockOf(zone: string, instant: string): { day: string; minutes: number } {
  const date = new Date(instant);
  const day = dayIn(zone, date);
  return { day, minutes: (date.getTime() - instantAt(zone, day, 0).getTime()) / 60_000 };
}

const weekdays = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

function countBy<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function onDay(rows: readonly AppointmentRow[], day: string, zone = careConnectClinic.timeZone): AppointmentRow[] {
  return rows.filter(({ startsAt }) => dayIn(zone, new Date(startsAt)) === day);
}

test("the same moment gives the same rows", () => {
  expect(demoData(careConnectClinic, noon)).toEqual(data);
});

test("another hour of the day changes only what has become of the visits", () => {
  const evening = demoData(careConnectClinic, new Date("2026-03-18T23:00:00Z"));
  const calendarOf = ({ appointments }: DemoData) => appointments.map(({ status, statusReason, ...row }) => row);
  expect(calendarOf(evening)).toEqual(calendarOf(data));
  expect(evening.patients).toEqual(data.patients);
  expect(evening.conditions).toEqual(data.conditions);
});

test("people stay the same on another day, apart from the weekend", () => {
  const later = demoData(careConnectClinic, new Date("2027-01-05T15:00:00Z"));
  for (const kind of ["patients", "providers", "locations", "payers", "conditions"] as const) {
    expect(later[kind]).toEqual(data[kind]);
  }
});

test("the organizations have their sizes", () => {
  expect([data.patients.length, data.providers.length, data.locations.length, data.payers.length]).toEqual([
    200, 30, 3, 4,
  ]);
  expect([small.patients.length, small.providers.length]).toEqual([15, 4]);
  expect(new Set(data.providers.map(({ specialties }) => specialties[0]?.code)).size).toBe(10);
});

describe.each([
  ["CareConnect Clinic", data],
  ["Other Clinic", small],
])("%s", (_, rows) => {
  test("names every row once, and only rows that are there", () => {
    const ids = (kind: RowKind) => new Set(rows[kind].map(({ externalId }) => externalId));
    for (const kind of Object.keys(rows) as RowKind[]) expect(ids(kind).size).toBe(rows[kind].length);
    const known = <Kind extends RowKind>(kind: Kind, id: string | undefined) => id === undefined || ids(kind).has(id);
    expect(rows.conditions.filter((row) => !known("patients", row.patientExternalId))).toEqual([]);
    expect(rows.providers.filter((row) => row.locationExternalIds.some((id) => !known("locations", id)))).toEqual([]);
    const dangling = rows.appointments.filter(
      (row) =>
        !known("patients", row.patientExternalId) ||
        !known("providers", row.providerExternalId) ||
        !known("locations", row.locationExternalId),
    );
    expect(dangling).toEqual([]);
    const adrift = rows.invoices.filter(
      (row) => !known("appointments", row.appointmentExternalId) || !known("payers", row.payerExternalId),
    );
    expect(adrift).toEqual([]);
  });

  test.each(["patientExternalId", "providerExternalId"] as const)("never has one %s in two visits at once", (owner) => {
    const visits = rows.appointments.toSorted((one, other) => one.startsAt.localeCompare(other.startsAt));
    const endOf = new Map<string, string>();
    for (const visit of visits) {
      expect(visit.startsAt < visit.endsAt).toBe(true);
      expect(visit.startsAt >= (endOf.get(visit[owner]) ?? "")).toBe(true);
      endOf.set(visit[owner], visit.endsAt);
    }
  });
});

test("visits keep to the clinic's hours and grid, before and after the clock changes", () => {
  for (const { timeZone, rows } of [
    { timeZone: "America/New_York", rows: data.appointments },
    { timeZone: "Europe/Berlin", rows: small.appointments },
  ]) {
    for (const { startsAt, endsAt } of rows) {
      const { day, minutes: start } = clockOf(timeZone, startsAt);
      const end = start + (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000;
      const isSaturday = weekdayOf(day) === 6;
      expect(weekdayOf(day)).not.toBe(0);
      expect(start % 15).toBe(0);
      expect([20, 30, 45]).toContain(end - start);
      const sessions = isSaturday
        ? [[540, 720]]
        : [
            [480, 720],
            [780, 1_050],
          ];
      expect(sessions.some(([opens = 0, closes = 0]) => opens <= start && end <= closes)).toBe(true);
    }
  }
});

describe.each([
  ["a Wednesday", "2026-03-18T16:10:00Z"],
  ["a Saturday", "2026-03-21T16:10:00Z"],
  ["a Sunday", "2026-03-22T16:10:00Z"],
])("weekly hours, from %s on", (_, instant) => {
  const now = new Date(instant);

  test.each([careConnectClinic, otherClinic])("hold every visit of $timeZone", ({ timeZone, ...clinic }) => {
    const { providers, appointments } = demoData({ timeZone, ...clinic }, now);
    const weekOf = new Map(providers.map(({ externalId, weekly }) => [externalId, weekly ?? []]));
    const outside = appointments.filter(({ providerExternalId, startsAt, endsAt }) => {
      const { day, minutes } = clockOf(timeZone, startsAt);
      const from = timeOf(minutes);
      const to = timeOf(minutes + (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000);
      const weekday = weekdays[weekdayOf(day)];
      const hours = weekOf.get(providerExternalId) ?? [];
      return !hours.some((interval) => interval.day === weekday && interval.from <= from && to <= interval.to);
    });
    expect(outside).toEqual([]);
  });

  test("are those of the clinic from Monday to Friday, for everybody, with a break at noon", () => {
    for (const { weekly = [] } of demoData(careConnectClinic, now).providers) {
      for (const weekday of weekdays.slice(1, 6)) {
        expect(weekly.filter(({ day }) => day === weekday)).toEqual([
          { day: weekday, from: "08:00", to: "12:00" },
          { day: weekday, from: "13:00", to: "17:30" },
        ]);
      }
    }
  });
});

test("on Saturdays those who work then have the morning, and nobody works on a Sunday", () => {
  const weekend = data.providers.flatMap(({ weekly = [] }) =>
    weekly.filter(({ day }) => day === "SATURDAY" || day === "SUNDAY"),
  );
  expect(new Set(weekend.map(({ day, from, to }) => `${day} ${from}-${to}`))).toEqual(
    new Set(["SATURDAY 09:00-12:00"]),
  );
  expect(weekend.length).toBeLessThan(data.providers.length);
});

test("the clock's change is among the visits", () => {
  const { day: first } = clockOf("America/New_York", data.appointments[0]?.startsAt ?? "");
  expect(first).toBe("2026-03-04");
  const offsets = countBy(
    data.appointments.filter(({ startsAt }) => clockOf("America/New_York", startsAt).minutes === 480),
    ({ startsAt }) => startsAt.slice(11, 13),
  );
  expect([...offsets.keys()].toSorted()).toEqual(["12", "13"]);
});

test("every weekday has 35 to 50 visits, some Saturdays have a few", () => {
  const perDay = countBy(data.appointments, ({ startsAt }) => dayIn("America/New_York", new Date(startsAt)));
  const saturdays = [...perDay.keys()].filter((day) => weekdayOf(day) === 6);
  expect(saturdays.length).toBeGreaterThanOrEqual(1);
  for (let offset = -14; offset <= 14; offset += 1) {
    const day = addDays("2026-03-18", offset);
    if (weekdayOf(day) % 6 === 0) continue;
    expect(perDay.get(day)).toBeGreaterThanOrEqual(35);
    expect(perDay.get(day)).toBeLessThanOrEqual(50);
  }
});

describe("statuses", () => {
  test("of the past are mostly fulfilled, of the future none is", () => {
    const past = data.appointments.filter(({ endsAt }) => endsAt < "2026-03-18T04:00:00Z");
    const counts = countBy(past, ({ status }) => status);
    expect(new Set(counts.keys())).toEqual(new Set(["FULFILLED", "CANCELLED", "NO_SHOW"]));
    expect((counts.get("FULFILLED") ?? 0) / past.length).toBeGreaterThan(0.8);
    const future = data.appointments.filter(({ startsAt }) => startsAt > "2026-03-19T04:00:00Z");
    expect(new Set(future.map(({ status }) => status))).toEqual(new Set(["BOOKED", "CONFIRMED", "CANCELLED"]));
    expect(future.filter(({ status }) => status === "CANCELLED").length / future.length).toBeLessThan(0.12);
  });

  test("of today are mixed in the middle of a morning", () => {
    const morning = demoData(careConnectClinic, new Date("2026-03-18T14:20:00Z"));
    const statuses = new Set(onDay(morning.appointments, "2026-03-18").map(({ status }) => status));
    for (const status of ["FULFILLED", "IN_PROGRESS", "CHECKED_IN", "CONFIRMED", "BOOKED"]) {
      expect(statuses).toContain(status);
    }
  });

  test("follow each other as they do in a real visit", () => {
    const startsAt = new Date("2026-03-18T14:00:00Z");
    const endsAt = new Date("2026-03-18T14:30:00Z");
    const course = (fate: number) =>
      [
        "2026-03-10T14:00:00Z",
        "2026-03-18T12:00:00Z",
        "2026-03-18T13:40:00Z",
        "2026-03-18T14:01:00Z",
        "2026-03-18T14:10:00Z",
        "2026-03-18T14:30:00Z",
      ].map((now) => statusAt({ startsAt, endsAt, fate }, new Date(now)));
    expect(course(0.6)).toEqual(["BOOKED", "CONFIRMED", "CHECKED_IN", "CHECKED_IN", "IN_PROGRESS", "FULFILLED"]);
    expect(course(0.08)).toEqual(["BOOKED", "BOOKED", "CONFIRMED", "CONFIRMED", "CONFIRMED", "NO_SHOW"]);
    expect(new Set(course(0.03))).toEqual(new Set(["CANCELLED"]));
  });

  test("of cancelled visits come with a reason, others do not", () => {
    for (const { status, statusReason } of data.appointments) {
      expect(statusReason !== undefined).toBe(status === "CANCELLED");
    }
  });
});

describe("the people behind the demo accounts", () => {
  test("are the first patient and the first provider", () => {
    expect(data.patients[0]).toMatchObject({ externalId: "demo-patient-1", givenName: "Paula", familyName: "Jensen" });
    expect(data.providers[0]).toMatchObject({
      externalId: "demo-provider-1",
      givenName: "Daniel",
      familyName: "Reyes",
    });
  });

  test.each([
    ["a Wednesday", "2026-03-18T16:10:00Z"],
    ["a Saturday", "2026-03-21T16:10:00Z"],
    ["a Sunday", "2026-03-22T16:10:00Z"],
    ["the day the clock goes back", "2026-11-01T16:10:00Z"],
  ])("have a full day and visits before and after it on %s", (_, instant) => {
    const now = new Date(instant);
    const { appointments } = demoData(careConnectClinic, now);
    const today = onDay(appointments, dayIn("America/New_York", now));
    expect(today.length).toBeGreaterThanOrEqual(35);
    const fullDay = today.filter(({ providerExternalId }) => providerExternalId === "demo-provider-1");
    expect(fullDay.length).toBeGreaterThanOrEqual(10);
    expect(fullDay.some(({ patientExternalId }) => patientExternalId === "demo-patient-1")).toBe(true);
    const own = appointments.filter(({ patientExternalId }) => patientExternalId === "demo-patient-1");
    const isPast = ({ startsAt }: AppointmentRow) => startsAt < instant;
    expect(own.filter((row) => isPast(row) && row.status === "FULFILLED").length).toBeGreaterThanOrEqual(3);
    expect(own.filter((row) => !isPast(row) && row.status !== "CANCELLED").length).toBeGreaterThanOrEqual(3);
  });

  test("the patient has conditions", () => {
    expect(data.conditions.filter(({ patientExternalId }) => patientExternalId === "demo-patient-1")).toHaveLength(3);
  });
});

describe("invoices", () => {
  test("are there for each visit that took place, and add up", () => {
    const fulfilled = data.appointments.filter(({ status }) => status === "FULFILLED");
    expect(data.invoices.map(({ appointmentExternalId }) => appointmentExternalId)).toEqual(
      fulfilled.map(({ externalId }) => externalId),
    );
    for (const invoice of [...data.invoices, ...small.invoices]) {
      const { total, payerShare, balance, status, lines } = invoice;
      expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
      for (const { quantity, unitAmount, amount } of lines) expect(quantity * unitAmount).toBe(amount);
      for (const value of [total, payerShare, balance]) expect(Number.isSafeInteger(value)).toBe(true);
      expect(payerShare).toBeLessThanOrEqual(total);
      expect(balance).toBe(status === "PAID" ? 0 : total - payerShare);
      if (status !== "PAID") expect(balance).toBeGreaterThan(0);
      if (payerShare > 0) expect(invoice.payerExternalId).toBeDefined();
    }
    expect(new Set(data.invoices.map(({ status }) => status))).toEqual(new Set(["PAID", "ISSUED", "OVERDUE"]));
    expect(new Set(small.invoices.map(({ currency }) => currency))).toEqual(new Set(["EUR"]));
  });
});

describe("patients", () => {
  test("have names in several scripts, and addresses of mail and telephone that are nobody's", () => {
    const names = data.patients.map(({ givenName, familyName }) => givenName + familyName).join("");
    for (const script of ["Latin", "Han", "Arabic", "Cyrillic", "Hangul"]) {
      expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, "u"));
    }
    for (const { email, phone } of data.patients.slice(1)) {
      expect(email ?? "a.b@example.com").toMatch(/^[a-z]+\.[a-z]+@example\.(com|org|net)$/);
      expect(phone).toMatch(/^\+1 (617|857|781|508) 555 01\d\d$/);
    }
    const unique = <Key extends keyof CanonicalRows["patients"]>(key: Key) => {
      const values = data.patients.map((row) => row[key]).filter((value) => value !== undefined);
      expect(new Set(values).size).toBe(values.length);
    };
    unique("email");
    unique("phone");
  });

  test("about half of them have conditions, which began after their birth", () => {
    const ill = new Set(data.conditions.map(({ patientExternalId }) => patientExternalId));
    expect(ill.size).toBeGreaterThan(75);
    expect(ill.size).toBeLessThan(125);
    const birthOf = new Map(data.patients.map(({ externalId, birthDate }) => [externalId, birthDate]));
    for (const { patientExternalId, onset = "", abatement = "9999-12-31" } of data.conditions) {
      expect(onset > (birthOf.get(patientExternalId) ?? "9999")).toBe(true);
      expect(abatement > onset).toBe(true);
    }
  });
});
