import { randomUUID } from "node:crypto";
import { boundEntityManager } from "@careconnect/kit";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openTestBrowser } from "../testing/test.browser.ts";
import { submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { linkIn, openTestMailbox, type TestMailbox } from "../testing/test.mail.ts";
import { aliasConsumer } from "./alias.consumer.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const password = "correct pony battery staple";
const reason = "Unconscious in the emergency room.";

let mailbox: TestMailbox;
let identity: TestIdentity;
let admin: string;
let staff: string;
beforeAll(async () => {
  mailbox = openTestMailbox();
  identity = await startTestIdentity({ CARECONNECT_DATA: mailbox.dataFolder });
  admin = await identity.tokenOf("admin@careconnect.test");
  staff = await identity.tokenOf("staff@careconnect.test");
});
afterAll(async () => {
  await identity.close();
  mailbox.close();
});

let old: string;
let current: string;
beforeEach(() => {
  [old, current] = [randomUUID(), randomUUID()];
});

/** Lets the consumer apply what the patient subgraph told, as the inbox would; `meanwhile`, nobody else knows of it yet. */
async function tell(version: number, endedAt: string | null, meanwhile?: () => Promise<void>): Promise<void> {
  await boundEntityManager(identity.subgraph.orm, organizationId).transactional(async (em) => {
    await aliasConsumer.handles["patient.merged"]?.({ em }, [
      {
        ...{ position: 1, id: randomUUID(), type: "patient.merged", typeVersion: 1, organizationId },
        ...{ aggregateType: "PatientMerge", aggregateId: old, aggregateVersion: version, occurredAt: new Date() },
        ...{ actorId: randomUUID(), correlationId: "test", imported: false },
        payload: { patientId: old, survivingId: current, endedAt },
      },
    ]);
    await meanwhile?.();
  });
}
const merge = () => tell(1, null);
const undo = () => tell(2, new Date().toISOString());

const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);

async function invite(token: string, input: object) {
  const { data, errors } = await identity.query(
    token,
    `mutation ($input: InviteUserInput!) {
      inviteUser(input: $input) { invitation { id patient { id } } userErrors { code field } } }`,
    { input: { displayName: "Ines Vidal", roles: ["PATIENT"], ...input } },
  );
  expect(errors).toBeUndefined();
  return data.inviteUser;
}

/** Somebody with an account that is this record. @returns an access token of theirs */
async function accountOf(patientId: string, email: string): Promise<string> {
  expect((await invite(admin, { email, patientId })).userErrors).toEqual([]);
  const browser = open();
  const page = await browser.open(linkIn(await mailbox.next(email)));
  expect((await submit(browser, page, { displayName: `Of ${email}`, password })).status).toBe(200);
  return (await identity.signIn(open(), email, { password })).tokens.access_token;
}

async function patientOf(token: string): Promise<string> {
  const { data, errors } = await identity.query(token, "{ viewer { patient { id } } }");
  expect(errors).toBeUndefined();
  return data.viewer.patient.id;
}

async function breakGlass(token: string, patientId: string) {
  const { data } = await identity.query(
    token,
    `mutation ($input: BreakGlassInput!) {
      breakGlass(input: $input) { access { id patient { id } } userErrors { code } } }`,
    { input: { patientId, reason } },
  );
  expect(data.breakGlass.userErrors).toEqual([]);
  return data.breakGlass.access;
}

it("both accounts of a person whose records were merged are the patient who stands for both, until it is undone", async () => {
  const [mine, theirs] = [
    await accountOf(old, `old.${old}@example.org`),
    await accountOf(current, `current.${current}@example.org`),
  ];
  const patients = async () => [await patientOf(mine), await patientOf(theirs)];
  const listed = async () => {
    const { data } = await identity.query(admin, "{ users(first: 100) { nodes { email patient { id } } } }");
    const nodes = data.users.nodes as { email: string; patient: { id: string } | null }[];
    return nodes.filter(({ email }) => email.endsWith("@example.org")).map(({ patient }) => patient?.id);
  };
  expect(await patients()).toEqual([old, current]);
  await merge();
  expect(await patients()).toEqual([current, current]);
  expect(await listed()).toEqual([current, current]);
  // Who signs in now is told apart all the same: their token opens no other record once the merge is undone.
  const { tokens } = await identity.signIn(open(), `old.${old}@example.org`, { password });
  expect(decodeJwt(tokens.access_token).patient_id).toBe(old);
  expect(await patientOf(tokens.access_token)).toBe(current);
  await undo();
  expect(await patients()).toEqual([old, current]);
  expect(await patientOf(tokens.access_token)).toBe(old);
  expect((await listed()).sort()).toEqual([old, current].sort());
});

it("an invitation is to the patient who stands for the record that it names", async () => {
  const email = `invited.${old}@example.org`;
  const { invitation } = await invite(staff, { email, patientId: old });
  expect(invitation.patient).toEqual({ id: old });
  await merge();
  const { data } = await identity.query(staff, "{ invitations(first: 1) { nodes { id patient { id } } } }");
  expect(data.invitations.nodes).toEqual([{ id: invitation.id, patient: { id: current } }]);
});

it("an account is invited to what it lacks with either record of its patient, and accepts it", async () => {
  const email = `colleague.${old}@example.org`;
  await accountOf(old, email);
  const colleague = { email, roles: ["PATIENT", "PROVIDER"], patientId: current, providerId: randomUUID() };
  expect((await invite(admin, colleague)).userErrors).toEqual([{ code: "EMAIL_TAKEN", field: ["email"] }]);
  await merge();
  expect((await invite(admin, colleague)).userErrors).toEqual([]);
  const browser = open();
  await identity.signIn(browser, email, { password });
  const page = await browser.open(linkIn(await mailbox.next(email)));
  expect((await submit(browser, page, {})).status).toBe(200);
  const [account] = await identity.sql(
    `select patient_id from user_account where provider_id = '${colleague.providerId}'`,
  );
  expect(account?.patient_id).toBe(old);
});

it("of whoever is invited to either record of a patient at once with another address, one is", async () => {
  await merge();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      invite(staff, { email: `${index}.${old}@example.org`, patientId: index % 2 === 0 ? old : current }),
    ),
  );
  expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
    Array(7).fill({ code: "RECORD_TAKEN", field: ["patientId"] }),
  );
  await undo();
  // What was said of the one is not said of the other any more.
  const [taken] = await identity.sql(
    `select patient_id from invitation where patient_id in ('${old}', '${current}') and accepted_at is null`,
  );
  const other = taken?.patient_id === old ? current : old;
  const again = await invite(staff, { email: `again.${old}@example.org`, patientId: other });
  expect(again.userErrors).toEqual([]);
});

it("an invitation to one record waits for a merge that is being told, and finds who has the other", async () => {
  await accountOf(current, `holder.${current}@example.org`);
  const waiting = async () => {
    const [row] = await identity.sql(
      "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event = 'advisory'",
    );
    return row?.count;
  };
  let invited: ReturnType<typeof invite> | undefined;
  await tell(1, null, async () => {
    invited = invite(staff, { email: `waits.${old}@example.org`, patientId: old });
    await expect.poll(waiting).toBe(1);
  });
  expect((await invited)?.userErrors).toEqual([{ code: "RECORD_TAKEN", field: ["patientId"] }]);
});

it("emergency access is to the patient who stands for the record that it was taken to", async () => {
  const doctor = await identity.tokenOf("doctor@careconnect.test");
  const access = await breakGlass(doctor, old);
  expect(access.patient).toEqual({ id: old });
  const listed = async () => {
    const { data } = await identity.query(admin, "{ breakGlassAccesses(first: 20) { nodes { id patient { id } } } }");
    return data.breakGlassAccesses.nodes.find(({ id }: { id: string }) => id === access.id).patient.id;
  };
  await merge();
  expect(await listed()).toBe(current);
  await undo();
  expect(await listed()).toBe(old);
});

it("what is known of a patient has the accounts of all records, and of who else is named the ids alone", async () => {
  await accountOf(old, `old.${old}@example.org`);
  const self = await accountOf(current, `current.${current}@example.org`);
  const doctor = await identity.tokenOf("doctor@careconnect.test");
  await breakGlass(doctor, old);
  await merge();
  for (const [token, patientId] of [
    [admin, current],
    [self, current],
    [self, old],
  ] as const) {
    const tables = await everythingOf(token, patientId);
    const emails = tables.get("user_account")?.map(({ email }) => email);
    expect(emails?.sort()).toEqual([`current.${current}@example.org`, `old.${old}@example.org`].sort());
    expect(tables.get("session")?.length).toBeGreaterThanOrEqual(2);
    expect(tables.get("invitation")).toHaveLength(2);
    expect(tables.get("break_glass_access")).toMatchObject([{ user_id: decodeJwt(doctor).sub, patient_id: old }]);
    const said = JSON.stringify([...tables]);
    for (const somebody of ["doctor@careconnect.test", "Reyes", "admin@careconnect.test", "Mitchell"])
      expect(said).not.toContain(somebody);
  }
  // Whoever knows better which records are the patient's says so: this may not have been told yet that they were taken apart.
  const ofOne = await everythingOf(admin, current, [current, randomUUID()]);
  expect(ofOne.get("user_account")).toMatchObject([{ email: `current.${current}@example.org` }]);
  await undo();
  const ofOther = await everythingOf(admin, current, [current, old]);
  for (const tables of [ofOther, await everythingOf(admin, current)])
    expect(tables.get("user_account")).toMatchObject([{ email: `current.${current}@example.org` }]);
});

async function everythingOf(
  token: string,
  patientId: string,
  records?: readonly string[],
): Promise<Map<string, Record<string, unknown>[]>> {
  const tables = new Map<string, Record<string, unknown>[]>();
  for (let from: string | null = null; ; ) {
    const response = await fetch(`${identity.subgraph.url}/subject`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ patientId, records, from }),
    });
    expect(response.status).toBe(200);
    const page = (await response.json()) as {
      readonly table: string;
      readonly rows: Record<string, unknown>[];
      readonly next: string | null;
    };
    tables.set(page.table, [...(tables.get(page.table) ?? []), ...page.rows]);
    from = page.next;
    if (from === null) return tables;
  }
}
