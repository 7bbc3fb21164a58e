import { randomUUID } from "node:crypto";
import { boundEntityManager, Role } from "@careconnect/kit";
import { deliver, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SessionRow } from "../session/session.entity.ts";
import { identitySubgraph } from "../subgraph.ts";
import { UserRow } from "../user/user.entity.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(identitySubgraph);
});
afterAll(() => identity.close());

const sql = (statement: string): Promise<{ [column: string]: unknown }[]> =>
  identity.orm.em.getConnection().execute(statement);

/** The account of a patient, who is signed in. */
async function signedIn(patientId: string): Promise<{ readonly userId: string; readonly sessionId: string }> {
  const em = boundEntityManager(identity.orm, organizationId);
  const [userId, sessionId] = [randomUUID(), randomUUID()];
  const email = `${userId}@example.org`;
  em.create(UserRow, { id: userId, email, displayName: "Zoë", roles: [Role.PATIENT], patientId, demo: false } as never);
  await em.flush();
  const now = new Date();
  em.create(SessionRow, {
    ...{ id: sessionId, userId, amr: ["pwd"], lastUsedAt: now, activeAt: now },
    expiresAt: new Date(now.getTime() + 3_600_000),
  } as never);
  await em.flush();
  return { userId, sessionId };
}

it("ends the sign-ins of a patient who is erased, tells that their tokens are to be refused, and empties the account", async () => {
  const [patientId, other] = [randomUUID(), randomUUID()];
  const [theirs, anothers] = [await signedIn(patientId), await signedIn(other)];
  const payload = { erasureId: randomUUID(), patientId, patientIds: [patientId] };
  expect(await deliver(identitySubgraph, identity.orm, { type: "patient.erasure.ordered", payload })).toBe(1);

  expect(await sql("select id from session")).toEqual([{ id: anothers.sessionId }]);
  expect(await sql("select payload ->> 'sessionId' as id from outbox_event where type = 'session.revoked'")).toEqual([
    { id: theirs.sessionId },
  ]);
  expect(
    await sql(`select email, email_index, display_name, roles, patient_id, sign_in_generation from user_account
               where id = '${theirs.userId}'`),
  ).toEqual([
    { email: null, email_index: null, display_name: "Erased", roles: [], patient_id: null, sign_in_generation: 1 },
  ]);
  expect(await sql(`select display_name from user_account where id = '${anothers.userId}'`)).toEqual([
    { display_name: "Zoë" },
  ]);
});
