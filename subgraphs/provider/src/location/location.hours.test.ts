import { randomUUID } from "node:crypto";
import { importedId, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
});
afterAll(() => providers.close());

let locationId: string;
let source: object;
beforeEach(async () => {
  const externalId = randomUUID();
  source = { externalId, name: "Mount Auburn Hospital", timeZone: "America/New_York" };
  await providers.import(admin, "locations", [source]);
  locationId = importedId(organizationId, "location", externalId);
});

const document = `mutation ($input: SetLocationHoursInput!) { setLocationHours(input: $input) {
  location { id version openingHours { day from to } } userErrors { code field } } }`;

async function set(input: object, viewer = staff) {
  const { data, errors } = await providers.query(viewer, document, { input: { locationId, ...input } });
  expect(errors).toBeUndefined();
  return data.setLocationHours;
}

const told = (): Promise<{ type: string; version: number; payload: object }[]> =>
  providers.orm.em
    .getConnection()
    .execute(
      `select type, aggregate_version as version, payload from outbox_event where aggregate_id = '${locationId}' order by sequence`,
    );

const monday = { day: "MONDAY", from: "08:00", to: "18:00" };

describe("when a location is open", () => {
  it("is always until it is said, then in the order of the week, told as an event; never, and always again", async () => {
    expect(await told()).toMatchObject([{ type: "provider.location.registered", payload: { openingHours: null } }]);
    const { location, userErrors } = await set({ weekly: [{ ...monday, day: "SUNDAY", to: "24:00" }, monday] });
    expect(userErrors).toEqual([]);
    const week = [monday, { ...monday, day: "SUNDAY", to: "24:00" }];
    expect(location).toEqual({ id: locationId, version: 2, openingHours: week });
    expect((await told()).at(-1)).toEqual({
      type: "provider.location.updated",
      version: 2,
      payload: { locationId, timeZone: "America/New_York", openingHours: week },
    });
    expect((await set({ weekly: [] })).location).toMatchObject({ version: 3, openingHours: [] });
    expect((await set({})).location).toMatchObject({ version: 4, openingHours: null });
  });

  it("is left alone by an import, which tells it", async () => {
    await set({ weekly: [monday] });
    await providers.import(admin, "locations", [{ ...source, name: "Mount Auburn" }]);
    expect((await told()).at(-1)).toMatchObject({ version: 3, payload: { openingHours: [monday] } });
  });

  it.each([
    ["weekly.0.to", { weekly: [{ ...monday, to: "08:00" }] }, "VALIDATION_FAILED"],
    ["weekly.1.from", { weekly: [monday, { ...monday, from: "17:59", to: "19:00" }] }, "VALIDATION_FAILED"],
    ["expectedVersion", { weekly: [monday], expectedVersion: 7 }, "VERSION_CONFLICT"],
    ["locationId", { locationId: randomUUID() }, "NOT_FOUND"],
  ])("is refused by the place of what is wrong: %s", async (field, input, code) => {
    const { location, userErrors } = await set(input);
    expect(location).toBeNull();
    expect(userErrors).toEqual([{ code, field: field.split(".") }]);
    expect(await told()).toHaveLength(1);
  });

  it("is said once under one key, by administration alone, and by no other organization", async () => {
    const once = { weekly: [monday], idempotencyKey: randomUUID() };
    for (const { location } of await Promise.all([set(once), set(once), set(once)])) expect(location.version).toBe(2);
    for (const role of [Role.NURSE, Role.PROVIDER, Role.PATIENT, Role.PARTNER]) {
      const { errors } = await providers.query({ organizationId, roles: [role] }, document, { input: { locationId } });
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    expect((await set({ weekly: [] }, stranger)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
  });
});
