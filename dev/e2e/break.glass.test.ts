import { join } from "node:path";
import { Client } from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { superuserUrl } from "../src/postgres/postgres.cluster.ts";
import { readSecrets } from "../src/postgres/postgres.secrets.ts";
import { openFrontDesk } from "./front.desk.ts";
import { ask, ports, tokenFor } from "./running.system.ts";
import { knock } from "./system.doors.ts";

const reason = "Found unconscious at the entrance.";
const note = "Justified: the emergency room confirms it.";

const signIn = () => tokenFor("doctor@careconnect.test");

let admin: string;
let patientId: string;
let otherId: string;
beforeAll(async () => {
  const desk = await openFrontDesk(await tokenFor("staff@careconnect.test"));
  // They have no visit, and so nobody cares for them.
  [patientId, otherId] = [await desk.registerPatient(), await desk.registerPatient()];
  admin = await tokenFor("admin@careconnect.test");
});

/** The patients of both that `token` shows, through the router and at the subgraph's own port. */
async function seenWith(token: string): Promise<string[]> {
  const query = `{ one: patient(id: "${patientId}") { id } other: patient(id: "${otherId}") { id } }`;
  const [router, subgraph] = await Promise.all([knock("router", token, query), knock("patient", token, query)]);
  expect(router.errors).toBeUndefined();
  expect(router).toEqual(subgraph);
  return [router.data.one, router.data.other].flatMap((patient) => patient?.id ?? []);
}

/** For what purposes the doctor read which patients, as the audit log of the patient subgraph has it. */
async function auditedReads(doctorId: string): Promise<{ purpose: string; subject_ids: string[] }[]> {
  const secrets = readSecrets(join(z.string().parse(process.env.CARECONNECT_DATA), "keys", "postgres.json"), [], true);
  const client = new Client({
    connectionString: superuserUrl({ port: ports.postgres ?? 0, password: secrets.superuser }, "patient"),
  });
  await client.connect();
  const { rows } = await client.query(
    `select distinct purpose, subject_ids from audit_entry
     where actor_id = $1 and 'patient.read' = any(actions) and subject_ids && $2::uuid[]`,
    [doctorId, [patientId, otherId]],
  );
  await client.end();
  return rows;
}

const breakGlass = `mutation ($patientId: ID!, $reason: String!) {
  breakGlass(input: { patientId: $patientId, reason: $reason }) { access { id userId } userErrors { code } }
}`;
const endBreakGlass = "mutation ($id: ID!) { endBreakGlass(input: { id: $id }) { userErrors { code } } }";
const reviewBreakGlass = `mutation ($id: ID!, $note: String!) {
  reviewBreakGlass(input: { id: $id, note: $note }) { access { reviewNote } userErrors { code } }
}`;
const accesses = "{ breakGlassAccesses(reviewed: false, first: 100) { nodes { id reason patient { id } } } }";

describe("an emergency", () => {
  it("opens one patient to the doctor until they give it back, is marked in the audit log, and is reviewed", async () => {
    const before = await signIn();
    expect(await seenWith(before)).toEqual([]);

    const { data, errors } = await ask(before, breakGlass, { patientId, reason });
    expect(errors).toBeUndefined();
    const { access, userErrors } = data.breakGlass;
    expect(userErrors).toEqual([]);
    expect(await seenWith(before)).toEqual([]);
    expect(await seenWith(await signIn())).toEqual([patientId]);
    expect(await auditedReads(access.userId)).toEqual([{ purpose: "BREAK_GLASS", subject_ids: [patientId] }]);

    const shown = { id: access.id, reason, patient: { id: patientId } };
    expect((await ask(admin, accesses)).data.breakGlassAccesses.nodes).toContainEqual(shown);
    const reviewed = await ask(admin, reviewBreakGlass, { id: access.id, note });
    expect(reviewed.data.reviewBreakGlass).toEqual({ access: { reviewNote: note }, userErrors: [] });
    expect((await ask(admin, accesses)).data.breakGlassAccesses.nodes).not.toContainEqual(shown);

    const ended = await ask(await signIn(), endBreakGlass, { id: access.id });
    expect(ended.data.endBreakGlass.userErrors).toEqual([]);
    expect(await seenWith(await signIn())).toEqual([]);
  });
});
