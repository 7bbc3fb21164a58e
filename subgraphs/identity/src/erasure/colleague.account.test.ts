import { boundEntityManager, erasureOrderedType } from "@careconnect/kit";
import { deliver } from "@careconnect/kit/testing";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PasskeyRow } from "../passkey/passkey.entity.ts";
import { identitySubgraph } from "../subgraph.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.close());

/** Makes a patient of a demo account that has these roles, with a session and a passkey, and erases them. */
async function eraseWhoSignsIn(email: string, roles: string, providerId: string | null) {
  const patientId = uuidv7();
  const { data } = await identity.query(await identity.tokenOf(email), "{ viewer { id } }");
  const userId: string = data.viewer.id;
  const [account] = await identity.sql(`update user_account set roles = '{${roles}}', patient_id = '${patientId}',
    provider_id = ${providerId === null ? "null" : `'${providerId}'`} where id = '${userId}' returning organization_id`);
  const organizationId = String(account?.organization_id);
  const em = boundEntityManager(identity.subgraph.orm, organizationId);
  em.create(PasskeyRow, {
    ...{ userId, credentialId: uuidv7(), publicKey: "key", counter: 0, transports: [], synced: false, name: "Phone" },
  } as never);
  await em.flush();
  const before = await accountOf(userId);
  const payload = { erasureId: uuidv7(), patientId, patientIds: [patientId] };
  const event = { type: erasureOrderedType, payload, organizationId };
  expect(await deliver(identitySubgraph, identity.subgraph.orm, event)).toBe(1);
  return { userId, before, after: await accountOf(userId) };
}

async function accountOf(userId: string) {
  const [row] =
    await identity.sql(`select roles, patient_id, provider_id, email, email_index, display_name, password_hash,
    suspended_at, sign_in_generation from user_account where id = '${userId}'`);
  const going = await identity.sql(
    `select id from session where user_id = '${userId}' and revoked_at is null order by id`,
  );
  const passkeys = await identity.sql(`select id from passkey where user_id = '${userId}'`);
  return { ...row, going, passkeys };
}

it("leaves a colleague their account, without the record and the role of a patient", async () => {
  const providerId = uuidv7();
  for (const [email, roles, provider, left] of [
    ["doctor@careconnect.test", "PROVIDER,PATIENT", providerId, ["PROVIDER"]],
    // The record alone says that somebody works here.
    ["nurse@careconnect.test", "PATIENT", providerId, []],
    // The last administrator of the organization, too.
    ["admin@careconnect.test", "PATIENT,ADMIN", null, ["ADMIN"]],
    ["staff@careconnect.test", "STAFF", null, ["STAFF"]],
  ] as const) {
    const { userId, before, after } = await eraseWhoSignsIn(email, roles, provider);
    expect(before.going.length).toBeGreaterThan(0);
    expect(before.passkeys).toHaveLength(1);
    expect(after).toEqual({ ...before, roles: [...left], patient_id: null });
    expect(
      await identity.sql(
        `select payload from outbox_event where type = 'user.roles.changed' and aggregate_id = '${userId}'`,
      ),
    ).toEqual([{ payload: { userId, roles: [...left] } }]);
  }
});
