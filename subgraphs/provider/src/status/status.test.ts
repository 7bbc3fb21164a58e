import { randomUUID } from "node:crypto";
import { boundEntityManager, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ProviderStatus } from "../provider/provider.status.ts";
import { providerSubgraph } from "../subgraph.ts";
import { ProviderStatusChangeRow } from "./status-change.entity.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const stranger: TestViewer = { ...admin, organizationId: "0199a000-0000-7000-8000-000000000002" };
const reason = "Licence under review";

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
});
afterAll(() => providers.close());

let id: string;
beforeEach(async () => {
  const input = { givenName: "Lin", familyName: "Øvergård", specialties: [], timeZone: "Europe/Berlin" };
  const { data } = await providers.query(
    staff,
    "mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { provider { id } } }",
    { input },
  );
  id = data.registerProvider.provider.id;
});

const fields = `provider { status version availabilityState statusHistory { from to reason } }
  userErrors { code field message }`;

async function decide(command: "suspendProvider" | "reinstateProvider", input: object = {}, viewer = admin) {
  const { data, errors } = await providers.query(
    viewer,
    `mutation ($input: ChangeProviderStatusInput!) { ${command}(input: $input) { ${fields} } }`,
    { input: { id, reason, ...input } },
  );
  expect(errors).toBeUndefined();
  return data[command];
}

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  providers.orm.em.getConnection().execute(statement);

describe("suspending a provider", () => {
  it("leaves them without hours until they are reinstated, each step with its reason", async () => {
    await providers.query(
      staff,
      "mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { userErrors { code } } }",
      { input: { providerId: id, weekly: [{ day: "MONDAY", from: "09:00", to: "17:00" }] } },
    );
    const suspended = await decide("suspendProvider");
    expect(suspended).toMatchObject({
      provider: { status: "SUSPENDED", statusHistory: [{ from: "ACTIVE", to: "SUSPENDED", reason }] },
      userErrors: [],
    });
    expect(JSON.parse(suspended.provider.availabilityState)).toEqual({
      timeZone: "Europe/Berlin",
      templates: [],
      exceptions: [],
    });
    const reinstated = await decide("reinstateProvider", { reason: "The review found nothing" });
    expect(reinstated.provider).toMatchObject({
      status: "ACTIVE",
      statusHistory: [
        { from: "SUSPENDED", to: "ACTIVE", reason: "The review found nothing" },
        { from: "ACTIVE", to: "SUSPENDED", reason },
      ],
    });
    expect(JSON.parse(reinstated.provider.availabilityState)).toMatchObject({ templates: [{}], licensed: null });
  });

  it("is told by an event that says how the record is now, never why", async () => {
    const { provider } = await decide("suspendProvider");
    const events = await sql(
      `select type, aggregate_version, payload from outbox_event where aggregate_id = '${id}' order by sequence`,
    );
    expect(events.at(-1)).toEqual({
      type: "provider.status.changed",
      aggregate_version: provider.version,
      payload: { providerId: id, status: "SUSPENDED", timeZone: "Europe/Berlin", specialties: [], locationIds: [] },
    });
    expect(JSON.stringify(events)).not.toContain(reason);
    const [kept] = await sql(`select reason from provider_status_change where provider_id = '${id}'`);
    expect(kept?.reason).toMatch(/^v2\./);
    expect(await sql(`select actions, outcome from audit_entry where '${id}' = any(entity_ids)`)).toContainEqual({
      actions: ["provider.status.change"],
      outcome: "ALLOWED",
    });
  });

  it("is refused from a status that it does not lead from, which is named", async () => {
    const [early] = (await decide("reinstateProvider")).userErrors;
    expect(early).toMatchObject({ code: "ILLEGAL_TRANSITION", field: ["id"] });
    expect(early.message).toContain("is ACTIVE; this can only be done while they are SUSPENDED");
    await decide("suspendProvider");
    expect((await decide("suspendProvider")).userErrors).toMatchObject([{ code: "ILLEGAL_TRANSITION" }]);
  });

  it("is done once by twenty at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => decide("suspendProvider")));
    const refusals = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code));
    expect(refusals).toEqual(Array(19).fill("ILLEGAL_TRANSITION"));
    expect(await sql(`select 1 from provider_status_change where provider_id = '${id}'`)).toHaveLength(1);
  });

  it("is done whenever it has to be; a provider is reinstated 100 times at most", async () => {
    await decide("suspendProvider");
    const em = boundEntityManager(providers.orm, organizationId);
    for (let times = 0; times < 99; times += 1)
      em.create(ProviderStatusChangeRow, {
        ...{ providerId: id, from: ProviderStatus.SUSPENDED, to: ProviderStatus.ACTIVE, reason },
        ...{ changedAt: new Date(), actorId: randomUUID() },
      } as never);
    await em.flush();
    expect((await decide("reinstateProvider")).userErrors).toEqual([]);
    expect((await decide("suspendProvider")).userErrors).toEqual([]);
    expect((await decide("reinstateProvider")).userErrors).toMatchObject([
      { code: "VALIDATION_FAILED", field: ["id"] },
    ]);
    expect(await sql(`select status from provider where id = '${id}'`)).toEqual([{ status: "SUSPENDED" }]);
  });

  it("names each field that is wrong, and changes nothing", async () => {
    expect((await decide("suspendProvider", { reason: " short " })).userErrors).toMatchObject([
      { code: "VALIDATION_FAILED", field: ["reason"] },
    ]);
    expect((await decide("suspendProvider", { expectedVersion: 99 })).userErrors).toMatchObject([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    for (const other of [{ id: randomUUID() }, { id: "nonsense" }]) {
      expect((await decide("suspendProvider", other)).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
    }
    expect((await decide("suspendProvider", {}, stranger)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect(await sql(`select status from provider where id = '${id}'`)).toEqual([{ status: "ACTIVE" }]);
  });

  it("is explained to administration and the provider alone", async () => {
    await decide("suspendProvider");
    const seenBy = async (viewer: TestViewer) => {
      const { data, errors } = await providers.query(
        viewer,
        "query ($id: ID!) { provider(id: $id) { statusHistory { reason } } }",
        { id },
      );
      expect(errors).toBeUndefined();
      return data.provider.statusHistory;
    };
    for (const viewer of [admin, staff, { organizationId, roles: [Role.PROVIDER], providerId: id }]) {
      expect(await seenBy(viewer)).toEqual([{ reason }]);
    }
    for (const viewer of [
      { organizationId, roles: [Role.NURSE] },
      { organizationId, roles: [Role.PATIENT], patientId: randomUUID() },
      { organizationId, roles: [Role.PROVIDER], providerId: randomUUID() },
    ]) {
      expect(await seenBy(viewer)).toBeNull();
    }
  });
});
