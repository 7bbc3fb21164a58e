import { boundEntityManager, VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { organizationId } from "../booking/booking.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { knownProvider, tell } from "./reference.fixture.ts";
import { findActiveProviders, findProvider } from "./reference.reader.ts";

let appointments: TestSubgraph;
let providerId: string;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  providerId = await knownProvider(appointments);
  for (const [index, effectiveFrom] of ["2024-01-01", "2029-03-01", "2030-03-08", "2030-03-09", "2030-06-01"].entries())
    await tell(
      appointments,
      "provider.availability.changed",
      { providerId, effectiveFrom, weekly: daily(["09:00", "17:00"]) },
      { version: 2 + index },
    );
});
afterAll(() => appointments.close());

const manager = () => boundEntityManager(appointments.orm, organizationId);

async function within(from: string, until: string): Promise<string[]> {
  const window = { start: Date.parse(from), end: Date.parse(until) };
  const [provider] = await findActiveProviders(manager(), { providerId }, [VisitType.PHONE], window);
  return (provider?.templates ?? []).map(({ effectiveFrom }) => effectiveFrom).sort();
}

it.each([
  ["the one in force", "2026-03-10T00:00:00Z", "2026-03-20T00:00:00Z", ["2024-01-01"]],
  ["those that follow each other", "2029-02-10T00:00:00Z", "2029-03-10T00:00:00Z", ["2024-01-01", "2029-03-01"]],
  // Two days earlier it may be a day before the first day of the window, somewhere.
  ["those that end just before", "2030-03-10T00:00:00Z", "2030-03-20T00:00:00Z", ["2030-03-08", "2030-03-09"]],
  ["none that ended", "2030-03-11T00:00:00Z", "2030-03-20T00:00:00Z", ["2030-03-09"]],
  ["those that begin just after", "2030-05-20T00:00:00Z", "2030-05-30T00:00:00Z", ["2030-03-09", "2030-06-01"]],
  ["none that begin later", "2030-05-20T00:00:00Z", "2030-05-29T00:00:00Z", ["2030-03-09"]],
])("of a provider's templates, a search reads %s", async (_which, from, until, expected) => {
  expect(await within(from, until)).toEqual(expected);
});

it("another organization reads none of them", async () => {
  const other = boundEntityManager(appointments.orm, "0199a000-0000-7000-8000-0000000000ff");
  const window = { start: Date.parse("2030-03-10T00:00:00Z"), end: Date.parse("2030-03-20T00:00:00Z") };
  expect(await findActiveProviders(other, { providerId }, [VisitType.PHONE], window)).toEqual([]);
  expect(await findProvider(other, providerId, VisitType.PHONE)).toBeUndefined();
});

it("a booking reads all that are in force or to come", async () => {
  const provider = await findProvider(manager(), providerId, VisitType.PHONE);
  expect(provider?.templates.map(({ effectiveFrom }) => effectiveFrom).sort()).toEqual([
    ...["2024-01-01", "2029-03-01", "2030-03-08", "2030-03-09", "2030-06-01"],
  ]);
});
