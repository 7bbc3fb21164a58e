import { randomUUID } from "node:crypto";
import { importedId } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invoiceOf, priced, tellVisit, visitFacts } from "../invoice/invoice.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { admin, knownOrganization, organizationId, tell } from "./reference.fixture.ts";

const payerId = importedId(organizationId, "payer", "y-1");

// Two processes of the subgraph, and one database.
let billing: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  beside = await startTestSubgraph(billingSubgraph, { beside: billing });
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  await priced(billing);
  await priced(billing, { amount: 8_000, payerId });
  await priced(billing, { amount: 20_000, specialty: "CARDIOLOGY" });
});
afterAll(async () => {
  await beside.close();
  await billing.close();
});

type Visit = ReturnType<typeof visitFacts>;
type Told = Parameters<typeof tell>[3];

const fulfilled = (visit: Visit, told?: Told) => tellVisit(billing, "appointment.fulfilled", visit, told);
const requested = (visit: Visit, told?: Told) =>
  tellVisit(billing, "appointment.requested", { ...visit, prepayUntil: visit.startsAt }, told);
const covered = ({ patientId }: Visit, told?: Told) =>
  tell(
    beside,
    "patient.coverage.added",
    { ...{ coverageId: randomUUID(), patientId, payerId, priority: "PRIMARY" }, startsOn: "2020-01-01", endsOn: null },
    told,
  );
const practising = ({ providerId }: Visit, told?: Told) =>
  tell(beside, "provider.registered", { providerId, specialties: ["CARDIOLOGY"] }, told);

/** What stands to be paid for a visit. */
const standing = async ({ appointmentId }: Visit): Promise<number[]> =>
  (await invoiceOf(billing, appointmentId))
    .filter(({ status }: { status: string }) => status !== "VOID")
    .map(({ total }: { total: { amount: number } }) => total.amount);

async function waiting(): Promise<number> {
  const [row] = await billing.orm.em
    .getConnection()
    .execute<{ count: number }[]>(
      "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event = 'advisory'",
    );
  return Number(row?.count);
}

describe.each([
  { visits: "a visit that took place", visit: fulfilled, tells: "a coverage", fact: covered, total: 8_000 },
  { visits: "a visit that is paid in advance", visit: requested, tells: "a coverage", fact: covered, total: 8_000 },
  { visits: "a visit that took place", visit: fulfilled, tells: "a specialty", fact: practising, total: 20_000 },
])("$visits while $tells is told", ({ visit, fact, total }) => {
  it.each([
    ["is not committed yet", visit, fact],
    ["waits for what is not committed yet", fact, visit],
  ] as const)("is priced by it when it %s", async (_name, first, second) => {
    const facts = visitFacts();
    let later: Promise<void> | undefined;
    await first(facts, {
      async beforeCommit() {
        let isDone = false;
        later = second(facts).finally(() => {
          isDone = true;
        });
        // Whoever does not wait has seen nothing of the first by now.
        await expect.poll(async () => isDone || (await waiting()) === 1, { timeout: 10_000 }).toBe(true);
      },
    });
    await later;
    expect(await standing(facts)).toEqual([total]);
  });

  it("is priced by it, whoever is faster", async () => {
    for (let round = 0; round < 20; round += 1) {
      const facts = visitFacts();
      await Promise.all([visit(facts), fact(facts)]);
      expect(await standing(facts)).toEqual([total]);
    }
  });
});
