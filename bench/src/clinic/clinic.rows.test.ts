import { describe, expect, it } from "vitest";
import { freeVisits, generateClinic } from "./clinic.rows.ts";

const now = new Date("2026-11-20T15:20:00Z");

/** Every half-hour that somebody has taken, as "<who> <start>". */
function taken(visits: Iterable<{ patientExternalId: string; providerExternalId: string; startsAt: string }>) {
  const found: string[] = [];
  for (const { patientExternalId, providerExternalId, startsAt } of visits) {
    found.push(`${patientExternalId} ${startsAt}`, `${providerExternalId} ${startsAt}`);
  }
  return found;
}

describe("a generated clinic", () => {
  const clinic = generateClinic(300, now);

  it("is in proportion", () => {
    const { patients, providers, appointments, invoices } = clinic;
    expect([patients, providers, appointments].map(({ length }) => length)).toEqual([300, 20, 300]);
    expect(invoices.length).toBeGreaterThan(100);
    expect(new Set(providers.flatMap((provider) => provider.specialties.map(({ code }) => code))).size).toBe(5);
  });

  it("has visits to come and visits that are over, none of them called FULFILLED before its end", () => {
    const tomorrow = "2026-11-21T00:00:00.000Z";
    expect(clinic.appointments.some(({ startsAt }) => startsAt > tomorrow)).toBe(true);
    for (const { status, endsAt } of clinic.appointments) {
      if (status === "FULFILLED" || status === "NO_SHOW") expect(endsAt < now.toISOString()).toBe(true);
    }
  });

  it("keeps everybody out of two visits at once, with the free visits too", () => {
    const all = [...taken(clinic.appointments), ...taken(freeVisits(300, now))];
    expect(new Set(all).size).toBe(all.length);
  });

  it("offers free visits within opening hours, for a month from tomorrow on", () => {
    const starts = [...freeVisits(300, now)].map(({ startsAt }) => startsAt);
    expect(starts.length).toBeGreaterThan(10_000);
    expect(starts.at(0)).toBe("2026-11-21T07:00:00.000Z");
    expect(starts.at(-1)).toBe("2026-12-20T20:30:00.000Z");
  });
});
