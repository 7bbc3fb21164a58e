import { randomUUID } from "node:crypto";
import { ConfigurationError, Role, systemUserId } from "@careconnect/kit";
import { createTestLog, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";
import { readApplicationSettings } from "./application.settings.ts";
import { applicationTask } from "./retention.task.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF], userId: randomUUID() };
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], userId: randomUUID() };
const reason = "Her licence cannot be read";

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
});
afterAll(() => providers.close());

async function run(mutation: string, type: string, input: object, viewer = staff) {
  const { data, errors } = await providers.query(
    viewer,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { providerApplication { id } userErrors { code } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[mutation];
}

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  providers.orm.em.getConnection().execute(statement);
const work = () =>
  applicationTask(() => ({ keptDays: 365 })).run({
    ...{ orm: providers.orm, config: {} as never, log: createTestLog(), signal: new AbortController().signal },
  });
/** As it is when nobody has done anything about it for so long. */
const age = (days: number) =>
  providers.database.asOwner(
    `update provider_application set updated_at = now() - interval '${days} days' where id = '${id}'`,
  );

async function read() {
  const { data, errors } = await providers.query(
    staff,
    `query ($id: ID!) { providerApplication(id: $id) { givenName familyName fullName email languages forgottenAt status version
       credentials { number } history { from to reason actorId } } }`,
    { id },
  );
  expect(errors).toBeUndefined();
  return data.providerApplication;
}

let id: string;
beforeEach(async () => {
  const submitted = await run("submitProviderApplication", "SubmitProviderApplicationInput", {
    ...{ givenName: "Ada", familyName: "Lovelace", email: "ada@example.org", timeZone: "UTC", languages: ["en"] },
    specialties: [],
    credentials: [{ kind: "DEGREE", number: randomUUID(), issuer: "Kammer", issuedOn: "2015-07-01" }],
  });
  id = submitted.providerApplication.id;
  await run("startProviderApplicationReview", "AdvanceProviderApplicationInput", { id }, admin);
});

const ask = () => run("requestProviderApplicationInformation", "RefuseProviderApplicationInput", { id, reason }, admin);
const reject = () => run("rejectProviderApplication", "RefuseProviderApplicationInput", { id, reason }, admin);
const answer = () => run("resubmitProviderApplication", "ResubmitProviderApplicationInput", { id });

describe("an application that was not taken", () => {
  it("loses whose it was after its time, and keeps what was decided", async () => {
    await reject();
    await age(364);
    await work();
    expect(await read()).toMatchObject({ givenName: "Ada", forgottenAt: null, history: [{ reason }, {}, {}] });
    await age(366);
    await Promise.all([work(), work()]);
    const step = { reason: null, actorId: admin.userId };
    expect(await read()).toEqual({
      ...{ givenName: null, familyName: null, fullName: null, email: null, languages: [], credentials: [] },
      ...{ status: "REJECTED", version: 4, forgottenAt: expect.any(String) },
      history: [
        { ...step, from: "IN_REVIEW", to: "REJECTED" },
        { ...step, from: "SUBMITTED", to: "IN_REVIEW" },
        { ...step, from: null, to: "SUBMITTED", actorId: staff.userId },
      ],
    });
    const [kept] = await sql(
      `select num_nonnulls(given_name, family_name, email, credentials)::int as names,
         (select count(reason)::int from provider_application_change where application_id = '${id}') as reasons
       from provider_application where id = '${id}'`,
    );
    expect(kept).toEqual({ names: 0, reasons: 0 });
    expect(
      await sql(
        `select actor_id from audit_entry where actions = '{provider.application.forget}' and '${id}' = any(entity_ids)`,
      ),
    ).toEqual([{ actor_id: systemUserId }]);
  });

  it("is not one that waits or was approved, however old", async () => {
    await age(4_000);
    await work();
    expect(await read()).toMatchObject({ givenName: "Ada", status: "IN_REVIEW" });
    await run("approveProviderApplication", "AdvanceProviderApplicationInput", { id }, admin);
    await age(4_000);
    await work();
    expect(await read()).toMatchObject({ givenName: "Ada", status: "APPROVED", forgottenAt: null });
  });

  it("is not forgotten before it was decided, nor in part, by whomever", async () => {
    const forget = (more: string) =>
      sql(`update provider_application set forgotten_at = now() ${more} where id = '${id}'`);
    const names = ", given_name = null, family_name = null, email = null, credentials = null";
    await expect(forget(names)).rejects.toThrow("provider_application_forgotten_check");
    await reject();
    await expect(forget("")).rejects.toThrow("provider_application_forgotten_check");
    expect((await read()).history[0]).toMatchObject({ reason });
    await forget(names);
    expect((await read()).history[0]).toMatchObject({ reason: null });
  });
});

describe("what was asked of an applicant", () => {
  it("lapses when nobody answers it for a year, with a code that stays when the rest is forgotten", async () => {
    await ask();
    await age(364);
    await work();
    expect(await read()).toMatchObject({ status: "MORE_INFORMATION_REQUESTED" });
    await age(366);
    await Promise.all([work(), work(), work()]);
    const lapsed = { from: "MORE_INFORMATION_REQUESTED", to: "WITHDRAWN", reason: "NO_ANSWER", actorId: systemUserId };
    expect(await read()).toMatchObject({
      status: "WITHDRAWN",
      givenName: "Ada",
      history: [lapsed, { reason }, {}, {}],
    });
    const told = await sql(
      `select payload ->> 'status' as status from outbox_event where aggregate_id = '${id}' order by sequence`,
    );
    expect(told.at(-1)).toEqual({ status: "WITHDRAWN" });
    expect(told).toHaveLength(4);
    await age(366);
    await work();
    expect(await read()).toMatchObject({ fullName: null, history: [lapsed, { reason: null }, {}, {}] });
  });

  it("is answered or lapses, of both at once", async () => {
    await ask();
    await age(366);
    const [answered] = await Promise.all([answer(), work()]);
    const { status } = await read();
    expect(status).toBe(answered.userErrors.length === 0 ? "SUBMITTED" : "WITHDRAWN");
    const told = await sql(`select 1 from outbox_event where aggregate_id = '${id}'`);
    expect(told).toHaveLength(4);
  });
});

it("how long it is known is the operator's to say, within bounds", () => {
  expect(readApplicationSettings({})).toEqual({ keptDays: 365 });
  expect(readApplicationSettings({ PROVIDER_APPLICATION_DAYS: "30" })).toEqual({ keptDays: 30 });
  for (const wrong of ["29", "3651", "1.5", "a year"])
    expect(() => readApplicationSettings({ PROVIDER_APPLICATION_DAYS: wrong })).toThrow(ConfigurationError);
});
