import { randomUUID } from "node:crypto";
import { dayIn, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
});
afterAll(() => providers.close());

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  providers.orm.em.getConnection().execute(statement);

/** A zone in which it is another day than in UTC for most of the day. */
const timeZone = "Pacific/Kiritimati";
const inDays = (days: number) =>
  new Date(Date.parse(dayIn(timeZone, new Date())) + days * 86_400_000).toISOString().slice(0, 10);

let providerId: string;
beforeEach(async () => {
  const { data } = await providers.query(
    staff,
    `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { provider { id } } }`,
    { input: { givenName: "Noor", familyName: "Aziz", specialties: [], timeZone } },
  );
  providerId = data.registerProvider.provider.id;
});

const selection = `{ provider { id version availabilityExceptions { id kind fromDay toDay from to visitTypes } }
  userErrors { code field message } }`;

async function give(name: "add" | "remove", input: object, viewer = staff) {
  const mutation = `${name}AvailabilityException`;
  const type = `${name === "add" ? "Add" : "Remove"}AvailabilityExceptionInput`;
  const { data, errors } = await providers.query(
    viewer,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) ${selection} }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[mutation];
}

const leave = (input: object = {}, viewer = staff) =>
  give("add", { providerId, kind: "LEAVE", fromDay: inDays(3), ...input }, viewer);
const extra = (input: object = {}) =>
  give("add", { providerId, kind: "EXTRA_HOURS", fromDay: inDays(5), from: "18:00", to: "24:00", ...input });

const told = async () =>
  (
    await sql(
      `select aggregate_version as version, payload from outbox_event
       where type = 'provider.availability.changed' and aggregate_id = '${providerId}' order by sequence`,
    )
  ).map(({ version, payload }) => ({ version, ...(payload as object) })) as Record<string, unknown>[];

describe("leave and extra hours", () => {
  it("are listed in order, told whole with the last week, and audited", async () => {
    await providers.query(
      staff,
      `mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { userErrors { code } } }`,
      { input: { providerId, weekly: [{ day: "MONDAY", from: "09:00", to: "12:00" }] } },
    );
    const week = {
      effectiveFrom: inDays(0),
      weekly: [{ day: "MONDAY", from: "09:00", to: "12:00", visitTypes: null }],
    };
    await extra({ visitTypes: ["PHONE", "VIDEO", "PHONE"] });
    const { provider, userErrors } = await leave({ toDay: inDays(10) });
    expect(userErrors).toEqual([]);
    const all = [
      { kind: "LEAVE", fromDay: inDays(3), toDay: inDays(10), from: null, to: null, visitTypes: null },
      {
        kind: "EXTRA_HOURS",
        fromDay: inDays(5),
        toDay: inDays(5),
        from: "18:00",
        to: "24:00",
        visitTypes: ["VIDEO", "PHONE"],
      },
    ];
    expect(provider.version).toBe(4);
    expect(provider.availabilityExceptions).toEqual(all.map((one) => ({ id: expect.any(String), ...one })));
    const [set, first, second] = await told();
    expect(set).toEqual({ version: 2, providerId, timeZone, ...week });
    expect(first).toEqual({ version: 3, providerId, timeZone, ...week, exceptions: [all[1]] });
    expect(second).toMatchObject({ version: 4, ...week });
    expect(second?.exceptions).toHaveLength(2);
    expect(second?.exceptions).toEqual(expect.arrayContaining(all));
    expect(
      await sql(
        `select count(*)::int as entries from audit_entry where 'provider.availability.set' = any(actions) and '${providerId}' = any(entity_ids)`,
      ),
    ).toEqual([{ entries: 3 }]);
  });

  it("of a part of each day keep its times, and of who has no week tell of one without hours", async () => {
    const { provider } = await leave({ toDay: inDays(4), from: "13:00", to: "15:30" });
    expect(provider.availabilityExceptions).toMatchObject([{ from: "13:00", to: "15:30" }]);
    expect(await told()).toMatchObject([{ effectiveFrom: inDays(0), weekly: [], exceptions: [{ from: "13:00" }] }]);
  });

  it("are taken back, and told without", async () => {
    const added = await leave();
    await extra();
    const [{ id }] = added.provider.availabilityExceptions;
    const { provider, userErrors } = await give("remove", { id, expectedVersion: 3 });
    expect(userErrors).toEqual([]);
    expect(provider.availabilityExceptions).toMatchObject([{ kind: "EXTRA_HOURS" }]);
    expect((await told()).at(-1)?.exceptions).toMatchObject([{ kind: "EXTRA_HOURS" }]);
    expect((await give("remove", { id })).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
  });

  it("that have begun end with yesterday when they are taken back; what is over is neither shown nor told nor removed", async () => {
    const added = await leave({ fromDay: inDays(0), toDay: inDays(5) });
    const [{ id }] = added.provider.availabilityExceptions;
    await sql(`update availability_exception set from_day = from_day - 2 where id = '${id}'`);
    const { provider } = await give("remove", { id });
    expect(provider.availabilityExceptions).toEqual([]);
    expect(await sql(`select from_day::text, to_day::text from availability_exception where id = '${id}'`)).toEqual([
      { from_day: inDays(-2), to_day: inDays(-1) },
    ]);
    expect((await told()).at(-1)?.exceptions).toEqual([]);
    expect((await give("remove", { id })).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
  });

  it("make who has no weekly hours bookable while extra hours are to come, and leave does not", async () => {
    const listed = async () => {
      const { data } = await providers.query(
        staff,
        "{ providers(first: 100, filter: { bookable: true }) { nodes { id } } }",
      );
      return data.providers.nodes.some(({ id }: { id: string }) => id === providerId);
    };
    await leave();
    expect(await listed()).toBe(false);
    await extra();
    expect(await listed()).toBe(true);
    await sql(`update availability_exception set from_day = '2020-01-01', to_day = '2020-01-01'`);
    expect(await listed()).toBe(false);
  });

  it.each([
    ["yesterday", { fromDay: "2020-01-01" }, "fromDay"],
    ["an end before its beginning", { toDay: inDays(2) }, "toDay"],
    ["a year that is mistyped", { fromDay: "9999-01-01", toDay: "9999-01-02" }, "fromDay"],
    ["more than 366 days", { toDay: inDays(3 + 366) }, "toDay"],
    ["a beginning without an end", { from: "09:00" }, "to"],
    ["an end without a beginning", { to: "09:00" }, "from"],
    ["no time", { from: "9", to: "10:00" }, "from"],
    ["times that are turned round", { from: "10:00", to: "09:00" }, "to"],
    ["kinds of visit", { visitTypes: ["VIDEO"] }, "visitTypes"],
    ["extra hours without hours", { kind: "EXTRA_HOURS" }, "from"],
    ["an older version", { expectedVersion: 7 }, "expectedVersion"],
  ])("are refused with %s", async (_what, input, field) => {
    const { provider, userErrors } = await leave(input);
    expect(provider).toBeNull();
    const code = field === "expectedVersion" ? "VERSION_CONFLICT" : "VALIDATION_FAILED";
    expect(userErrors).toMatchObject([{ code, field: [field] }]);
    // A sentence, with its subject.
    expect(userErrors[0].message).toMatch(/^(`\w+` must|Somebody else) .+\.$/);
    expect(await told()).toEqual([]);
  });

  it("are 200 of one provider at most", async () => {
    await leave();
    await sql(
      `insert into availability_exception (id, organization_id, created_at, updated_at, provider_id, kind, from_day, to_day)
       select gen_random_uuid(), organization_id, now(), now(), provider_id, kind, from_day, to_day
       from availability_exception cross join generate_series(1, 199) where provider_id = '${providerId}'`,
    );
    expect((await leave()).userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["providerId"] }]);
  });

  it("of ten at once are ten, each told with those before it; under one key they are one", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => leave({ fromDay: inDays(20 + index), toDay: inDays(20 + index) })),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect((await told()).map(({ exceptions }) => (exceptions as unknown[]).length)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    const key = { idempotencyKey: randomUUID() };
    await Promise.all(Array.from({ length: 5 }, () => leave(key)));
    expect(await told()).toHaveLength(11);
  });
});

it("all that decides when a provider works is there for the subgraph that has the appointments, as it is now", async () => {
  const document = `mutation ($input: SetAvailabilityInput!, $leave: AddAvailabilityExceptionInput!) {
    setAvailability(input: $input) { provider { availabilityState } }
    addAvailabilityException(input: $leave) { provider { availabilityState } } }`;
  const { data, errors } = await providers.query(staff, document, {
    input: { providerId, weekly: [{ day: "MONDAY", from: "09:00", to: "12:00" }] },
    leave: { providerId, kind: "LEAVE", fromDay: inDays(3) },
  });
  expect(errors).toBeUndefined();
  const templates = [
    { effectiveFrom: inDays(0), weekly: [{ day: "MONDAY", from: "09:00", to: "12:00", visitTypes: null }] },
  ];
  const [set, added] = [data.setAvailability, data.addAvailabilityException].map(({ provider }) =>
    JSON.parse(provider.availabilityState),
  );
  expect(set).toEqual({ timeZone, templates, exceptions: [], licensed: null });
  expect(added).toEqual({
    timeZone,
    templates,
    exceptions: [expect.objectContaining({ fromDay: inDays(3), from: null })],
    licensed: null,
  });
});

describe("who may", () => {
  it("is a provider for themselves, for whom another's look like nothing, and no other organization", async () => {
    const self: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId };
    const added = await leave({}, self);
    expect(added.userErrors).toEqual([]);
    const [{ id }] = added.provider.availabilityExceptions;
    const other: TestViewer = { ...self, providerId: randomUUID() };
    for (const viewer of [other, stranger]) {
      expect((await leave({}, viewer)).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["providerId"] }]);
      expect((await give("remove", { id }, viewer)).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
    }
    expect((await give("remove", { id }, self)).userErrors).toEqual([]);
  });

  it("see: patients too, in one statement for all providers", async () => {
    await leave();
    providers.statements.length = 0;
    const { data, errors } = await providers.query(
      { organizationId, roles: [Role.PATIENT] },
      "{ providers(first: 100) { nodes { id availabilityExceptions { kind } } } }",
    );
    expect(errors).toBeUndefined();
    expect(data.providers.nodes).toContainEqual({ id: providerId, availabilityExceptions: [{ kind: "LEAVE" }] });
    expect(providers.statements).toHaveLength(2);
  });
});

it("the database refuses what is neither leave nor extra hours", async () => {
  await leave();
  const insert = (values: string) =>
    sql(
      `insert into availability_exception (id, organization_id, created_at, updated_at, provider_id, kind, from_day,
         to_day, from_minute, to_minute, visit_types)
       select gen_random_uuid(), organization_id, now(), now(), id, ${values} from provider where id = '${providerId}'`,
    );
  await expect(insert("'LEAVE', '2030-01-02', '2030-01-01', null, null, null")).rejects.toThrow(/days_check/);
  await expect(insert("'LEAVE', '2030-01-01', '2030-01-01', 60, null, null")).rejects.toThrow(/minutes_check/);
  await expect(insert("'LEAVE', '2030-01-01', '2030-01-01', 60, 1441, null")).rejects.toThrow(/minutes_check/);
  await expect(insert("'LEAVE', '2030-01-01', '2030-01-01', null, null, '{VIDEO}'")).rejects.toThrow(/parts_check/);
  await expect(insert("'EXTRA_HOURS', '2030-01-01', '2030-01-01', null, null, null")).rejects.toThrow(/parts_check/);
  await expect(insert("'EXTRA_HOURS', '2030-01-01', '2030-01-01', 1, 2, '{FAX}'")).rejects.toThrow(/visit_types_check/);
});
