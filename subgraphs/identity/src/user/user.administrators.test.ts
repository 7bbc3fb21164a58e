import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.close());

const emails = ["admin@careconnect.test", "staff@careconnect.test"];
const last = [{ code: "LAST_ADMINISTRATOR" }];
const reason = "Left the clinic today.";

const suspend = (token: string, id: string) => command(token, "suspendUser", "SuspendUserInput!", { id, reason });

async function command(token: string, name: string, type: string, input: object): Promise<unknown> {
  const mutation = `mutation ($input: ${type}) { ${name}(input: $input) { userErrors { code } } }`;
  return (await identity.query(token, mutation, { input })).data[name].userErrors;
}

/** Two administrators whose accounts are open: their tokens and ids, and the version of each account. */
async function twoAdministrators() {
  await identity.sql("update user_account set suspended_at = null");
  for (const email of emails) {
    const { data } = await identity.query(await identity.tokenOf(email), "{ viewer { id } }");
    await identity.sql(`update user_account set roles = '{ADMIN}' where id = '${data.viewer.id}'`);
  }
  return Promise.all(
    emails.map(async (email) => {
      const token = await identity.tokenOf(email);
      const { data } = await identity.query(token, "{ viewer { id } users { nodes { id version } } }");
      const { id } = data.viewer;
      return { token, id, version: data.users.nodes.find((user: { id: string }) => user.id === id).version };
    }),
  );
}

it("one of two administrators who suspend each other at once stays", async () => {
  const [one, other] = await twoAdministrators();
  if (!one || !other) throw new Error("There are not two.");
  const outcomes = await Promise.all([suspend(one.token, other.id), suspend(other.token, one.id)]);
  expect(outcomes).toContainEqual([]);
  expect(outcomes).toContainEqual(last);
  const open = `select 1 from user_account where id in ('${one.id}', '${other.id}') and suspended_at is null`;
  expect(await identity.sql(open)).toHaveLength(1);
});

it("an administrator whose account is suspended is none that is left", async () => {
  const [one, other] = await twoAdministrators();
  if (!one || !other) throw new Error("There are not two.");
  expect(await suspend(one.token, other.id)).toEqual([]);
  const change = { id: one.id, expectedVersion: one.version, roles: ["STAFF"] };
  expect(await command(one.token, "changeUserRoles", "ChangeUserRolesInput!", change)).toEqual(last);
});
