import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { boundEntityManager, markRestricted } from "@careconnect/kit";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestBrowser } from "../testing/test.browser.ts";
import { press, submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { linkIn, openTestMailbox, type TestMailbox } from "../testing/test.mail.ts";

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

const organizationId = "0199a000-0000-7000-8000-000000000001";
const password = "correct pony battery staple";
const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);

const invite = (token: string, input: Record<string, unknown>) =>
  identity.query(
    token,
    `mutation ($input: InviteUserInput!) {
      inviteUser(input: $input) { invitation { id status email roles patient { id } } userErrors { code field message } }
    }`,
    { input },
  );

async function accept(email: string, displayName: string) {
  const browser = open();
  const page = await browser.open(linkIn(await mailbox.next(email)));
  return submit(browser, page, { displayName, password });
}

describe("an invitation", () => {
  it("makes an account with its roles, linked to its record", async () => {
    const patientId = randomUUID();
    const email = "invited@example.org";
    const { data } = await invite(staff, { email, displayName: "Ines Vidal", roles: ["PATIENT"], patientId });
    expect(data.inviteUser).toEqual({
      invitation: { id: expect.any(String), status: "PENDING", email, roles: ["PATIENT"], patient: { id: patientId } },
      userErrors: [],
    });
    const mail = await mailbox.next(email);
    expect(mail).toContain("CareConnect Clinic invites you");
    const browser = open();
    const page = await browser.open(linkIn(mail));
    expect(page.text).toContain("Join CareConnect Clinic");
    expect(page.text).toContain('value="Ines Vidal"');
    expect((await submit(browser, page, { displayName: "Inés Vidal", password })).status).toBe(200);

    const { tokens } = await identity.signIn(open(), email, { password });
    const { data: seen } = await identity.query(tokens.access_token, "{ viewer { displayName roles patient { id } } }");
    expect(seen.viewer).toEqual({ displayName: "Inés Vidal", roles: ["PATIENT"], patient: { id: patientId } });
    expect((await open().open(linkIn(mail))).status).toBe(410);
    const { data: list } = await identity.query(staff, "{ invitations(first: 1) { nodes { email status } } }");
    expect(list.invitations.nodes).toEqual([{ email, status: "ACCEPTED" }]);
    const events = await identity.sql(
      "select type, payload from outbox_event where type in ('user.invited', 'user.invitation.accepted') order by sequence",
    );
    expect(events.map(({ type }) => type)).toEqual(["user.invited", "user.invitation.accepted"]);
    expect(JSON.stringify(events)).not.toMatch(/Vidal|example/);
  });

  it("is made once for each idempotency key", async () => {
    const input = { email: "twice@example.org", displayName: "Two", roles: ["PATIENT"], idempotencyKey: "key-1" };
    const [one, other] = await Promise.all([invite(staff, input), invite(staff, input)]);
    expect(one.data.inviteUser.invitation.id).toBe(other.data.inviteUser.invitation.id);
    await mailbox.next("twice@example.org");
    expect(mailbox.count("twice@example.org")).toBe(1);
  });

  it("names the records by their ids as they are, however they are spelled", async () => {
    const ids = { patientId: randomUUID(), providerId: randomUUID() };
    const shouted = { patientId: ids.patientId.toUpperCase(), providerId: ids.providerId.toUpperCase() };
    await invite(admin, { email: "loud@example.org", displayName: "Lou", roles: ["PATIENT", "PROVIDER"], ...shouted });
    const [event] = await identity.sql(
      "select payload from outbox_event where type = 'user.invited' order by sequence desc limit 1",
    );
    expect(event?.payload).toMatchObject(ids);
  });

  it("opens nothing once it was revoked", async () => {
    const email = "revoked@example.org";
    const { data } = await invite(admin, { email, displayName: "Rea", roles: ["NURSE"] });
    const link = linkIn(await mailbox.next(email));
    const revoke =
      "mutation ($input: RevokeInvitationInput!) { revokeInvitation(input: $input) { invitation { status } userErrors { code } } }";
    const input = { id: data.inviteUser.invitation.id };
    // The front desk neither sees nor revokes invitations of colleagues.
    expect((await identity.query(staff, revoke, { input })).data.revokeInvitation.userErrors).toEqual([
      { code: "NOT_FOUND" },
    ]);
    expect((await identity.query(admin, revoke, { input })).data.revokeInvitation).toEqual({
      invitation: { status: "REVOKED" },
      userErrors: [],
    });
    expect((await identity.query(admin, revoke, { input })).data.revokeInvitation.userErrors).toEqual([
      { code: "ILLEGAL_TRANSITION" },
    ]);
    expect((await open().open(link)).status).toBe(410);
  });

  it("ends after seven days", async () => {
    const email = "slow@example.org";
    await invite(staff, { email, displayName: "Slow", roles: ["PATIENT"] });
    const link = linkIn(await mailbox.next(email));
    await identity.sql("update invitation set expires_at = expires_at - interval '7 days' where accepted_at is null");
    expect((await open().open(link)).status).toBe(410);
  });

  it("links the account that somebody of the organization has, when they accept it signed in", async () => {
    const email = "own.account@example.org";
    const browser = open();
    await submit(browser, await browser.open("/oidc/account/register"), { email });
    const registration = await browser.open(linkIn(await mailbox.next(email)));
    await submit(browser, registration, { displayName: "Olga Brandt", password });
    const patientId = randomUUID();
    const input = { email, displayName: "Olga Brandt", roles: ["PATIENT"], patientId };
    const { data } = await invite(staff, input);
    expect(data.inviteUser.userErrors).toEqual([]);
    const link = linkIn(await mailbox.next(email));

    // The link alone opens nothing of an account that somebody has.
    const stranger = open();
    expect((await stranger.open(link)).text).toContain("Sign in first");
    const other = open();
    await identity.signIn(other, "patient@careconnect.test");
    expect((await other.open(link)).text).toContain("Sign in first");

    const { tokens } = await identity.signIn(browser, email, { password });
    const page = await browser.open(link);
    expect(page.text).toContain("Accept with the account that you have");
    const done = await Promise.all([press(browser, page, "/invitation"), press(browser, page, "/invitation")]);
    expect(done.map(({ status }) => status).sort()).toEqual([200, 410]);
    const refresh = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    const { body } = await identity.post("token", refresh, identity.web);
    expect(decodeJwt(body.access_token)).toMatchObject({ roles: ["PATIENT"], patient_id: patientId });
    const [event] = await identity.sql("select payload from outbox_event where type = 'user.linked'");
    expect(event?.payload).toEqual({ userId: decodeJwt(body.access_token).sub, patientId, providerId: null });
    const [entry] = await identity.sql(
      "select outcome, subject_ids from audit_entry where 'user.link-record' = any(actions)",
    );
    expect(entry).toEqual({ outcome: "ALLOWED", subject_ids: [patientId] });

    for (const named of [patientId, randomUUID()]) {
      const again = await invite(staff, { ...input, patientId: named });
      expect(again.data.inviteUser.userErrors).toMatchObject([{ code: "EMAIL_TAKEN" }]);
    }
  });

  it("is accepted in a browser in which somebody else is signed in, after a sign-in of its own", async () => {
    const email = "same.browser@example.org";
    const browser = open();
    await submit(browser, await browser.open("/oidc/account/register"), { email });
    const registration = await browser.open(linkIn(await mailbox.next(email)));
    await submit(browser, registration, { displayName: "Sam Browser", password });
    await invite(staff, { email, displayName: "Sam Browser", roles: ["PATIENT"], patientId: randomUUID() });
    const link = linkIn(await mailbox.next(email));
    await identity.signIn(browser, "patient@careconnect.test");
    const refused = await browser.open(link);
    const [, way = ""] = /<a [^>]*href="([^"]+)"[^>]*>(?:(?!<\/a>).)*Sign in/s.exec(refused.text) ?? [];
    const page = await browser.open(way);
    expect(page.text).toContain("Welcome back");
    // Whoever was signed in is signed out first, by a form that posts itself.
    const leaving = await submit(browser, page, { email, password });
    const account = await press(browser, leaving, "/session/end/confirm");
    expect(account.text).toContain("Your account");
    expect(account.text).toContain("Sam Browser");
    const accepted = await press(browser, await browser.open(link), "/invitation");
    expect(accepted.text).toContain("You have accepted the invitation");
  });

  it("to a patient who has an address is for administrators, unless it is the same", async () => {
    const patientId = randomUUID();
    const to = (email: string) => ({ email, displayName: "Fay Moreau", roles: ["PATIENT"], patientId });
    const refusal = { code: "RECORD_TAKEN", field: ["patientId"], message: expect.stringContaining("administrator") };
    const [one, other] = await Promise.all([
      invite(staff, to("first.address@example.org")),
      invite(staff, to("second.address@example.org")),
    ]);
    const errors = [one, other].map(({ data }) => data.inviteUser.userErrors);
    expect(errors.sort((a, b) => a.length - b.length)).toEqual([[], [refusal]]);
    const invited = one.data.inviteUser.invitation ? "first.address@example.org" : "second.address@example.org";
    // Whoever lost the mail is sent another one.
    expect((await invite(staff, to(invited))).data.inviteUser.userErrors).toEqual([]);
    expect((await accept(invited, "Fay Moreau")).status).toBe(200);
    await identity.sql("update invitation set expires_at = now() where accepted_at is null");
    expect((await invite(staff, to("desk@example.org"))).data.inviteUser.userErrors).toEqual([refusal]);
    expect((await invite(admin, to("parent@example.org"))).data.inviteUser.userErrors).toEqual([]);
  });

  it("that was revoked counts as the patient's address until it would have ended", async () => {
    const patientId = randomUUID();
    const to = (email: string) => ({ email, displayName: "Gus Bell", roles: ["PATIENT"], patientId });
    const { data } = await invite(staff, to("gus@example.org"));
    const revoked = await identity.query(
      staff,
      "mutation ($input: RevokeInvitationInput!) { revokeInvitation(input: $input) { userErrors { code } } }",
      { input: { id: data.inviteUser.invitation.id } },
    );
    expect(revoked.data.revokeInvitation.userErrors).toEqual([]);
    const desk = await invite(staff, to("at.the.desk@example.org"));
    expect(desk.data.inviteUser.userErrors).toMatchObject([{ code: "RECORD_TAKEN" }]);
    expect((await invite(staff, to("Gus@example.org"))).data.inviteUser.userErrors).toEqual([]);
    await identity.sql(`update invitation set expires_at = now() where patient_id = '${patientId}'`);
    expect((await invite(staff, to("new.gus@example.org"))).data.inviteUser.userErrors).toEqual([]);
  });

  it("that is accepted while the front desk asks counts as the patient's address", async () => {
    const patientId = randomUUID();
    const to = (email: string) => ({ email, displayName: "Hal Oakes", roles: ["PATIENT"], patientId });
    await invite(staff, to("hal@example.org"));
    const asked = await identity.subgraph.orm.em.fork().transactional(async (em) => {
      await em.execute("lock table invitation in access exclusive mode");
      const answer = invite(staff, to("beside.hal@example.org"));
      const waiting = "select 1 from pg_locks where relation = 'invitation'::regclass and not granted";
      while ((await identity.sql(waiting)).length === 0) await delay(10);
      await em.execute(`update invitation set accepted_at = now() where patient_id = '${patientId}'`);
      await em.execute(`update user_account set patient_id = '${patientId}' where roles = '{NURSE}'`);
      // In an object: awaiting it here would wait for the lock that this transaction holds.
      return { answer };
    });
    expect((await asked.answer).data.inviteUser.userErrors).toMatchObject([{ code: "RECORD_TAKEN" }]);
  });

  it("to an address of another organization is told to its owner alone", async () => {
    const email = "admin@otherclinic.test";
    const { data } = await invite(admin, { email, displayName: "Otto", roles: ["PATIENT"] });
    expect(data.inviteUser.userErrors).toEqual([]);
    const done = await accept(email, "Otto");
    expect(done.status).toBe(409);
    expect(done.text).toContain("You have an account already");
  });

  it.each([
    ["admin", { roles: ["PATIENT"], email: "nurse@careconnect.test" }, "EMAIL_TAKEN", ["email"]],
    [
      "admin",
      { roles: ["PATIENT"], email: "Admin@CareConnect.test", patientId: randomUUID() },
      "OWN_ACCESS",
      ["email"],
    ],
    [
      "staff",
      { roles: ["PATIENT"], email: "staff@careconnect.test", patientId: randomUUID() },
      "OWN_ACCESS",
      ["email"],
    ],
    ["admin", { roles: ["PARTNER"] }, "VALIDATION_FAILED", ["roles"]],
    ["admin", { roles: [] }, "VALIDATION_FAILED", ["roles"]],
    ["admin", { roles: ["NURSE"], patientId: randomUUID() }, "VALIDATION_FAILED", ["patientId"]],
    ["admin", { roles: ["PATIENT"], email: "nothing" }, "VALIDATION_FAILED", ["email"]],
    ["staff", { roles: ["NURSE"] }, "ROLE_NOT_YOURS_TO_GIVE", ["roles"]],
    ["staff", { roles: ["PATIENT", "ADMIN"] }, "ROLE_NOT_YOURS_TO_GIVE", ["roles"]],
  ])("of %s with %j is refused as %s", async (who, changes, code, field) => {
    const input = { email: "new@example.org", displayName: "New", ...changes };
    const { data } = await invite(who === "admin" ? admin : staff, input);
    expect(data.inviteUser).toEqual({ invitation: null, userErrors: [{ code, field, message: expect.any(String) }] });
  });

  it.each(["nurse", "doctor", "patient"])("is not for %s to make or see", async (name) => {
    const token = await identity.tokenOf(`${name}@careconnect.test`);
    const input = { email: "new@example.org", displayName: "New", roles: ["PATIENT"] };
    expect((await invite(token, input)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    const list = await identity.query(token, "{ invitations { totalCount } }");
    expect(list.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("is nothing that another organization sees", async () => {
    const stranger = await identity.tokenOf("admin@otherclinic.test");
    expect((await identity.query(stranger, "{ invitations { totalCount } }")).data.invitations.totalCount).toBe(0);
  });

  it("of a patient whose record is restricted is administration's to see", async () => {
    const [patientId, email] = [randomUUID(), "restricted@example.org"];
    await invite(staff, { email, displayName: "Rae Stricted", roles: ["PATIENT"], patientId });
    const seesIt = async (token: string) => {
      const { data } = await identity.query(token, "{ invitations(first: 1) { nodes { email } } }");
      return data.invitations.nodes[0]?.email === email;
    };
    expect(await seesIt(staff)).toBe(true);
    const em = boundEntityManager(identity.subgraph.orm, organizationId);
    await em.transactional((em) => markRestricted(em, randomUUID(), [patientId]));
    expect([await seesIt(staff), await seesIt(admin)]).toEqual([false, true]);
  });
});
