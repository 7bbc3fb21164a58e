import { expect, it } from "vitest";
import { generateSpecialty, periodDays, providerCount } from "./specialty.rows.ts";

const now = new Date("2026-11-20T15:20:00Z");
const { providers, patients, appointments } = generateSpecialty(now);

it("is 200 providers with ten visits each in the two weeks to come", () => {
  expect([providers, patients, appointments].map(({ length }) => length)).toEqual([200, 200, 2_000]);
  const ofEach = Map.groupBy(appointments, ({ providerExternalId }) => providerExternalId);
  expect([...ofEach.values()].map(({ length }) => length)).toEqual(Array.from({ length: providerCount }, () => 10));
});

it("has nobody in two places, nor when it is repeated a period before", () => {
  const starts = appointments.map(({ providerExternalId, startsAt }) => `${providerExternalId} ${startsAt}`);
  expect(new Set(starts).size).toBe(starts.length);
  const instants = appointments.map(({ startsAt }) => Date.parse(startsAt));
  expect(Math.min(...instants)).toBeGreaterThan(now.getTime());
  expect(Math.max(...instants) - Math.min(...instants)).toBeLessThan(periodDays * 86_400_000);
});
