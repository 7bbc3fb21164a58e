import { dayIn, importedId, Role } from "@careconnect/kit";
import { type GraphQLAnswer, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const patient: TestViewer = { organizationId, roles: [Role.PATIENT] };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
});
afterAll(() => providers.close());

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return providers.orm.em.getConnection().execute(statement);
}

/** A zone in which it is another day than in UTC for most of the day. */
const timeZone = "Pacific/Kiritimati";
const today = () => dayIn(timeZone, new Date());
const inDays = (days: number) => new Date(Date.parse(today()) + days * 86_400_000).toISOString().slice(0, 10);

async function register(): Promise<string> {
  const { data } = await providers.query(
    staff,
    `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { provider { id } } }`,
    { input: { givenName: "Noor", familyName: "Aziz", specialties: [], timeZone } },
  );
  return data.registerProvider.provider.id;
}

const document = `mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) {
  provider { id version weeklyHours { day from to visitTypes } } userErrors { code field message } } }`;

function send(input: object, viewer = staff): Promise<GraphQLAnswer> {
  return providers.query(viewer, document, { input });
}

async function set(providerId: string, weekly: object[], more: object = {}, viewer = staff) {
  const { data, errors } = await send({ providerId, weekly, ...more }, viewer);
  expect(errors).toBeUndefined();
  return data.setAvailability;
}

async function refusal(weekly: object[], more: object = {}) {
  const { provider, userErrors } = await set(await register(), weekly, more);
  expect(provider).toBeNull();
  return userErrors.map((error: { code: string; field: string[] }) => [error.code, error.field.join(".")]);
}

async function hours(providerId: string, on?: string, viewer = staff) {
  const { data, errors } = await providers.query(
    viewer,
    `query ($id: ID!, $on: Date) { provider(id: $id) { weeklyHours(on: $on) { day from to } } }`,
    { id: providerId, on },
  );
  expect(errors).toBeUndefined();
  return data.provider?.weeklyHours.map(({ day, from, to }: Record<string, string>) => `${day} ${from}-${to}`);
}

const changes = (providerId: string) =>
  sql(
    `select aggregate_version, imported, payload from outbox_event
     where type = 'provider.availability.changed' and aggregate_id = '${providerId}' order by sequence`,
  );

async function isListed(bookable: boolean, providerId: string): Promise<boolean> {
  const { data, errors } = await providers.query(
    staff,
    "query ($filter: ProviderFilter!) { providers(first: 100, filter: $filter) { nodes { id } } }",
    { filter: { bookable } },
  );
  expect(errors).toBeUndefined();
  return data.providers.nodes.some(({ id }: { id: string }) => id === providerId);
}

const monday = { day: "MONDAY", from: "09:00", to: "12:00" };

describe("whether visits can be booked", () => {
  it("is whether there are hours, now or later, of a provider who is active", async () => {
    const id = await register();
    const bookable = async () => {
      const listed = await isListed(true, id);
      expect(await isListed(false, id)).toBe(!listed);
      return listed;
    };
    expect(await bookable()).toBe(false);
    await set(id, [monday], { effectiveFrom: inDays(7) });
    expect(await bookable()).toBe(true);
    await set(id, [], { effectiveFrom: inDays(7) });
    expect(await bookable()).toBe(false);
    await set(id, [monday]);
    expect(await bookable()).toBe(true);
    await set(id, []);
    expect(await bookable()).toBe(false);
    await set(id, [monday]);
    await sql(`update provider set status = 'SUSPENDED' where id = '${id}'`);
    expect(await bookable()).toBe(false);
  });
});

describe("setting availability", () => {
  it("answers with the week in order, and leaves an event and an audit entry", async () => {
    const id = await register();
    const { provider, userErrors } = await set(id, [
      { day: "SUNDAY", from: "20:00", to: "24:00", visitTypes: ["PHONE", "VIDEO", "PHONE"] },
      { day: "MONDAY", from: "13:00", to: "17:30" },
      monday,
    ]);
    expect(userErrors).toEqual([]);
    const weekly = [
      { ...monday, visitTypes: null },
      { day: "MONDAY", from: "13:00", to: "17:30", visitTypes: null },
      { day: "SUNDAY", from: "20:00", to: "24:00", visitTypes: ["VIDEO", "PHONE"] },
    ];
    expect(provider).toEqual({ id, version: 2, weeklyHours: weekly });
    expect(await changes(id)).toEqual([
      {
        aggregate_version: 2,
        imported: false,
        payload: { providerId: id, timeZone, effectiveFrom: today(), weekly },
      },
    ]);
    expect(
      await sql(
        `select outcome from audit_entry where 'provider.availability.set' = any(actions) and '${id}' = any(entity_ids)`,
      ),
    ).toEqual([{ outcome: "ALLOWED" }]);
  });

  it("starts today where the provider is, and leaves the days before as they were", async () => {
    const id = await register();
    await set(id, [monday]);
    expect(await hours(id, inDays(-1))).toEqual([]);
    expect(await hours(id, today())).toEqual(["MONDAY 09:00-12:00"]);
    await sql(`update availability set effective_from = effective_from - 10 where provider_id = '${id}'`);
    await set(id, [{ ...monday, to: "10:00" }]);
    expect(await hours(id, inDays(-1))).toEqual(["MONDAY 09:00-12:00"]);
    expect(await hours(id)).toEqual(["MONDAY 09:00-10:00"]);
  });

  it("may start later, and replaces what was to start after it", async () => {
    const id = await register();
    await set(id, [monday]);
    await set(id, [{ ...monday, to: "10:00" }], { effectiveFrom: inDays(7) });
    await set(id, [{ ...monday, to: "11:00" }], { effectiveFrom: inDays(30) });
    expect(await hours(id, inDays(6))).toEqual(["MONDAY 09:00-12:00"]);
    expect(await hours(id, inDays(7))).toEqual(["MONDAY 09:00-10:00"]);
    expect(await hours(id, inDays(30))).toEqual(["MONDAY 09:00-11:00"]);
    await set(id, [], { effectiveFrom: inDays(3) });
    expect(await hours(id, inDays(2))).toEqual(["MONDAY 09:00-12:00"]);
    expect(await hours(id, inDays(3))).toEqual([]);
    expect(await hours(id, inDays(365))).toEqual([]);
  });

  it("leaves what begins later where that is wanted, and tells of it anew for whoever follows the weeks", async () => {
    const id = await register();
    const planned = async () => {
      const { data } = await providers.query(
        patient,
        "query ($id: ID!) { provider(id: $id) { plannedWeeks { effectiveFrom hours { day from to } } } }",
        { id },
      );
      return data.provider.plannedWeeks;
    };
    await set(id, [monday]);
    expect(await planned()).toEqual([]);
    await set(id, [{ ...monday, to: "11:00" }], { effectiveFrom: inDays(30) });
    await set(id, [{ ...monday, to: "10:00" }], { effectiveFrom: inDays(7), keepsLater: true });
    const weeks = [
      { effectiveFrom: inDays(7), hours: [{ ...monday, to: "10:00" }] },
      { effectiveFrom: inDays(30), hours: [{ ...monday, to: "11:00" }] },
    ];
    expect(await planned()).toEqual(weeks);
    await set(id, [], { keepsLater: true });
    expect(await hours(id)).toEqual([]);
    expect(await hours(id, inDays(7))).toEqual(["MONDAY 09:00-10:00"]);
    expect(await planned()).toEqual(weeks);
    const told = await changes(id);
    expect(told.slice(-3).map(({ payload }) => (payload as { effectiveFrom: string }).effectiveFrom)).toEqual([
      ...[today(), inDays(7), inDays(30)],
    ]);
    expect(new Set(told.slice(-3).map((event) => event.aggregate_version)).size).toBe(1);
    await set(id, [monday]);
    expect(await planned()).toEqual([]);
  });

  it("lets no more than 50 weeks begin on days to come", async () => {
    const id = await register();
    for (let days = 1; days <= 50; days += 1) await set(id, [], { effectiveFrom: inDays(days) });
    const { userErrors } = await set(id, [], { effectiveFrom: inDays(51) });
    expect(userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["effectiveFrom"] }]);
    expect((await set(id, [monday], { effectiveFrom: inDays(50) })).userErrors).toEqual([]);
  });

  it("is refused for the past, whose hours stay", async () => {
    expect(await refusal([monday], { effectiveFrom: inDays(-1) })).toEqual([["VALIDATION_FAILED", "effectiveFrom"]]);
    expect(await refusal([monday], { effectiveFrom: "1999-12-31" })).toEqual([["VALIDATION_FAILED", "effectiveFrom"]]);
    const { userErrors } = await set(await register(), [monday], { effectiveFrom: inDays(-1) });
    expect(userErrors[0].message).toMatch(/^`effectiveFrom` must not be before today, which is .+\.$/);
  });

  it("is refused for a year that is mistyped", async () => {
    expect(await refusal([monday], { effectiveFrom: "9999-01-01" })).toEqual([["VALIDATION_FAILED", "effectiveFrom"]]);
  });

  it("names each interval that is wrong, and writes nothing", async () => {
    const before = await sql("select count(*) from availability");
    const wrong = (field: string) => ["VALIDATION_FAILED", field];
    expect(await refusal([monday, { ...monday, from: "24:00" }])).toEqual([wrong("weekly.1.from")]);
    expect(await refusal([{ ...monday, from: "9:00" }])).toEqual([wrong("weekly.0.from")]);
    expect(await refusal([{ ...monday, to: "12:00:30" }])).toEqual([wrong("weekly.0.to")]);
    expect(await refusal([{ ...monday, to: "24:01" }])).toEqual([wrong("weekly.0.to")]);
    expect(await refusal([{ ...monday, to: "09:00" }])).toEqual([wrong("weekly.0.to")]);
    expect(await refusal([{ ...monday, to: "08:00" }])).toEqual([wrong("weekly.0.to")]);
    expect(await refusal([{ ...monday, visitTypes: [] }])).toEqual([wrong("weekly.0.visitTypes")]);
    expect(await refusal([{ ...monday, from: "11:59", to: "13:00" }, monday])).toEqual([wrong("weekly.0.from")]);
    expect(await refusal([{ ...monday, to: "24:00" }, monday, { ...monday, from: "10:00", to: "11:00" }])).toEqual([
      wrong("weekly.1.from"),
      wrong("weekly.2.from"),
    ]);
    expect(await sql("select count(*) from availability")).toEqual(before);
  });

  it("takes intervals that touch, and ten of a day but not eleven", async () => {
    const stretch = (index: number) => ({ day: "FRIDAY", from: `${10 + index}:00`, to: `${11 + index}:00` });
    const ten = Array.from({ length: 10 }, (_, index) => stretch(index));
    expect((await set(await register(), ten)).provider.weeklyHours).toHaveLength(10);
    expect(await refusal([monday, ...ten, stretch(10)])).toEqual([["VALIDATION_FAILED", "weekly.11.day"]]);
  });

  it("of two at once holds one of them whole", async () => {
    const id = await register();
    const week = (from: string, to: string) =>
      ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"].map((day) => ({ day, from, to }));
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([
        set(id, week("08:00", "12:00")),
        set(id, week("10:00", "16:00")),
        set(id, week("13:00", "18:00")),
      ]);
      expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
      const held = await hours(id);
      expect(held).toHaveLength(5);
      expect(new Set(held.map((text: string) => text.split(" ")[1])).size).toBe(1);
      const last = (await changes(id)).at(-1);
      expect(last?.payload).toMatchObject({ weekly: [{ from: held[0].slice(7, 12) }, {}, {}, {}, {}] });
    }
    const versions = (await changes(id)).map(({ aggregate_version }) => aggregate_version);
    expect(versions).toEqual(Array.from({ length: 15 }, (_, index) => index + 2));
  });

  it("has one effect under one key", async () => {
    const id = await register();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => set(id, [monday], { idempotencyKey: `hours of ${id}` })),
    );
    expect(new Set(answers.map(({ provider }) => provider.version))).toEqual(new Set([2]));
    expect(await changes(id)).toHaveLength(1);
  });

  it("twice in one operation shows each answer as it is then", async () => {
    const id = await register();
    const { data } = await providers.query(
      staff,
      `mutation { first: setAvailability(input: { providerId: "${id}", weekly: [{ day: MONDAY, from: "09:00", to: "12:00" }] }) {
         provider { version weeklyHours { from } } }
       second: setAvailability(input: { providerId: "${id}", weekly: [] }) { provider { version weeklyHours { from } } } }`,
    );
    expect(data.first.provider).toEqual({ version: 2, weeklyHours: [{ from: "09:00" }] });
    expect(data.second.provider).toEqual({ version: 3, weeklyHours: [] });
  });
});

describe("hours that somebody else set meanwhile", () => {
  it("are not replaced by whoever decided on those before", async () => {
    const id = await register();
    expect((await set(id, [monday], { expectedVersion: 1 })).provider.version).toBe(2);
    const late = await set(id, [], { expectedVersion: 1 });
    expect(late).toMatchObject({
      provider: null,
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
    expect(await hours(id)).toHaveLength(1);
    expect((await set(id, [], { expectedVersion: 2 })).provider.version).toBe(3);
  });

  it("stay of one, when two decide on the same ones at once", async () => {
    const id = await register();
    const answers = await Promise.all(
      ["10:00", "11:00", "12:00", "13:00"].map((to) =>
        set(id, [{ day: "MONDAY", from: "09:00", to }], { expectedVersion: 1 }),
      ),
    );
    const kept = answers.filter(({ provider }) => provider !== null);
    expect(kept).toHaveLength(1);
    expect(await hours(id)).toEqual([`MONDAY 09:00-${kept[0].provider.weeklyHours[0].to}`]);
  });
});

describe("who may set hours", () => {
  it("is a provider for their own, for whom another's look like nothing", async () => {
    const [mine, other] = [await register(), await register()];
    const self: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId: mine };
    expect((await set(mine, [monday], {}, self)).provider.version).toBe(2);
    expect((await set(other, [monday], {}, self)).userErrors).toMatchObject([
      { code: "NOT_FOUND", field: ["providerId"] },
    ]);
    expect(await hours(other)).toEqual([]);
  });

  it("is nobody else, and no other organization", async () => {
    const id = await register();
    for (const roles of [[Role.NURSE], [Role.PATIENT], [Role.PARTNER], [Role.PROVIDER]]) {
      const { errors } = await send({ providerId: id, weekly: [] }, { organizationId, roles });
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    expect((await set(id, [monday], {}, stranger)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect((await set("nonsense", [monday])).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
  });
});

describe("weekly hours", () => {
  it("are read by a patient, and by no other organization", async () => {
    const id = await register();
    await set(id, [monday]);
    expect(await hours(id, undefined, patient)).toEqual(["MONDAY 09:00-12:00"]);
    expect(await hours(id, undefined, stranger)).toBeUndefined();
  });

  it("cost one statement, however many providers and days", async () => {
    for (const id of [await register(), await register(), await register()]) await set(id, [monday]);
    providers.statements.length = 0;
    const { data, errors } = await providers.query(
      staff,
      `{ providers(first: 50) { nodes { today: weeklyHours { day } then: weeklyHours(on: "2001-01-01") { day } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.providers.nodes.length).toBeGreaterThan(3);
    expect(providers.statements.filter((text) => text.includes("weekly_hours"))).toHaveLength(1);
    expect(providers.statements).toHaveLength(2);
  });
});

describe("the database", () => {
  it("refuses what overlaps, ends before it starts, or is for no visit", async () => {
    const id = await register();
    await set(id, [monday]);
    const insert = (values: string) =>
      sql(
        `insert into weekly_hours (organization_id, availability_id, day, from_minute, to_minute, visit_types)
         select organization_id, id, ${values} from availability where provider_id = '${id}'`,
      );
    await expect(insert("'MONDAY', 719, 800, null")).rejects.toThrow(/weekly_hours_overlap/);
    await expect(insert("'TUESDAY', 800, 800, null")).rejects.toThrow(/weekly_hours_interval_check/);
    await expect(insert("'TUESDAY', 800, 1441, null")).rejects.toThrow(/weekly_hours_interval_check/);
    await expect(insert("'TUESDAY', 800, 900, '{}'")).rejects.toThrow(/weekly_hours_visit_types_check/);
    await expect(insert("'TUESDAY', 800, 900, '{FAX}'")).rejects.toThrow(/weekly_hours_visit_types_check/);
    await expect(insert("'NEVER', 800, 900, null")).rejects.toThrow(/weekly_hours_day_check/);
  });
});

describe("importing hours", () => {
  const source = {
    externalId: "h-1",
    givenName: "Hana",
    familyName: "Sato",
    specialties: [],
    locationExternalIds: [],
    timeZone,
    weekly: [{ day: "TUESDAY", from: "13:00", to: "17:00" }, monday],
  };
  const id = importedId(organizationId, "provider", "h-1");
  const week = ["MONDAY 09:00-12:00", "TUESDAY 13:00-17:00"];
  const load = (row: object) => providers.import(admin, "providers", [row]);

  it("gives past days hours too, with an event that is marked as imported and follows the registration", async () => {
    expect(await load(source)).toEqual({ accepted: 1, unchanged: 0, rejected: [] });
    expect(await hours(id, "2000-01-01")).toEqual(week);
    expect(await hours(id, "1999-12-31")).toEqual([]);
    expect(
      await sql(
        `select type, imported, payload->>'effectiveFrom' as from from outbox_event where aggregate_id = '${id}' order by sequence`,
      ),
    ).toEqual([
      { type: "provider.registered", imported: true, from: null },
      { type: "provider.availability.changed", imported: true, from: "2000-01-01" },
    ]);
  });

  it("changes nothing the second time, in whatever order, nor without hours", async () => {
    const { weekly, ...without } = source;
    for (const row of [source, { ...source, weekly: weekly.toReversed() }, without]) {
      expect(await load(row)).toEqual({ accepted: 0, unchanged: 1, rejected: [] });
    }
    expect(await changes(id)).toHaveLength(1);
    expect(await hours(id)).toEqual(week);
  });

  it("follows the source, with a new version", async () => {
    expect(await load({ ...source, weekly: [monday] })).toMatchObject({ accepted: 1 });
    expect(await hours(id, "2000-01-01")).toEqual(["MONDAY 09:00-12:00"]);
    expect((await changes(id)).map(({ aggregate_version }) => aggregate_version)).toEqual([1, 2]);
  });

  it("leaves hours alone that the clinic has set since", async () => {
    await set(id, [{ ...monday, to: "10:00" }]);
    expect(await load(source)).toMatchObject({ unchanged: 1 });
    expect(await hours(id)).toEqual(["MONDAY 09:00-10:00"]);
    expect(await hours(id, "2000-01-01")).toEqual(["MONDAY 09:00-12:00"]);
  });

  it("rejects a row by the place of what is wrong in it", async () => {
    const { rejected } = await load({ ...source, weekly: [monday, { ...monday, from: "11:00" }] });
    expect(rejected).toMatchObject([{ line: 2, code: "VALIDATION_FAILED", field: ["weekly", "1", "from"] }]);
  });
});
