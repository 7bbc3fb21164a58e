import { generate } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestAuthenticator } from "../testing/test.authenticator.ts";
import { openTestBrowser, type TestBrowser, type Visit } from "../testing/test.browser.ts";
import { press, submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { openTestMailbox, type TestMailbox } from "../testing/test.mail.ts";

let mailbox: TestMailbox;
let identity: TestIdentity;
beforeAll(async () => {
  mailbox = openTestMailbox();
  identity = await startTestIdentity({ CARECONNECT_DATA: mailbox.dataFolder, MFA_REQUIRED_ROLES: "NURSE" });
});
afterAll(async () => {
  await identity.close();
  mailbox.close();
});

const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
const account = (browser: TestBrowser) => browser.open("/oidc/account");
const refresh = (token: string) =>
  identity.post("token", { grant_type: "refresh_token", refresh_token: token }, identity.web);

/** A browser in which somebody has signed in on the way to the account page. */
async function signedIn(email: string, password = "careconnect"): Promise<{ browser: TestBrowser; page: Visit }> {
  const browser = open();
  const page = await submit(browser, await account(browser), { email, password });
  expect(page.text).toContain("Your account");
  return { browser, page };
}

describe("the account page", () => {
  it("asks whoever is not signed in to sign in, and then shows who they are", async () => {
    const { page } = await signedIn("doctor@careconnect.test");
    expect(page.text).toContain("Dr. Daniel Reyes");
    expect(page.text).toContain("Clinician");
  });

  it("lists the sign-ins of every browser, and ends one: its tokens are good no more", async () => {
    const other = open();
    const { tokens } = await identity.signIn(other, "staff@careconnect.test");
    const { browser, page } = await signedIn("staff@careconnect.test");
    const [, id] = /sessions\/([0-9a-f-]{36})\/end/.exec(page.text) ?? [];
    const after = await press(browser, page, `/sessions/${id}/end`);
    expect(after.text).toContain("Signed out.");
    expect(after.text).not.toContain(String(id));
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect((await account(other)).text).toContain("Welcome back");
    const [event] = await identity.sql(
      "select payload from outbox_event where type = 'session.revoked' order by sequence desc limit 1",
    );
    expect(event?.payload).toMatchObject({ sessionId: id, reason: "REVOKED" });
  });

  it("asks before it ends the sign-ins of all other browsers", async () => {
    await identity.signIn(open(), "staff@careconnect.test");
    const { browser, page } = await signedIn("staff@careconnect.test");
    const [, asked = ""] = /<details>(.*?)<\/details>/s.exec(page.text) ?? [];
    expect(asked).toContain("<summary>Sign out everywhere else</summary>");
    expect(asked).toContain("/account/sessions/end");
    expect(page.text.replace(asked, "")).not.toContain("/account/sessions/end");
    expect((await press(browser, page, "/sessions/end")).text).toContain("Signed out.");
  });

  it("does not end the sign-in of somebody else", async () => {
    const { tokens } = await identity.signIn(open(), "patient@careconnect.test");
    const [theirs] = await identity.sql(
      "select id from session where client_id = 'careconnect-web' order by created_at desc limit 1",
    );
    const { browser, page } = await signedIn("doctor@careconnect.test");
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    await browser.open(`/oidc/account/sessions/${theirs?.id}/end`, {
      method: "POST",
      body: new URLSearchParams({ form_token: token }),
    });
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });

  it("changes the password of whoever knows the old one, and signs them out everywhere else", async () => {
    const email = "admin@otherclinic.test";
    const { tokens } = await identity.signIn(open(), email);
    const { browser } = await signedIn(email);
    const form = await browser.open("/oidc/account/password");
    const wrong = await submit(browser, form, { current: "wrong", password: "correct pony battery staple" });
    expect(wrong.status).toBe(401);
    const weak = await submit(browser, wrong, { current: "careconnect", password: "short" });
    expect(weak.status).toBe(422);
    const done = await submit(browser, weak, { current: "careconnect", password: "correct pony battery staple" });
    expect(done.text).toContain("Your password was changed");
    expect(await mailbox.next(email)).toContain("was changed");
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect((await account(browser)).text).toContain("Your account");
    await signedIn(email, "correct pony battery staple");
  });

  it("switches an authenticator app on and off, and tells by mail", async () => {
    const email = "admin@careconnect.test";
    const { browser } = await signedIn(email);
    const form = await browser.open("/oidc/account/totp");
    const secret = (/<code class="secret">([^<]+)</.exec(form.text)?.[1] ?? "").replaceAll(" ", "");
    const codes = await submit(browser, form, { code: await generate({ secret }) });
    expect(codes.text.match(/<li>[a-z0-9]{5}-[a-z0-9]{5}<\/li>/g)).toHaveLength(10);
    await mailbox.next(email);
    const on = await press(browser, codes, "/kept");
    expect(on.text).toContain("10 are left.");
    const next = open();
    expect((await submit(next, await account(next), { email, password: "careconnect" })).text).toContain(
      "One more step",
    );
    const off = await press(browser, on, "/totp/remove");
    expect(off.text).toContain("An app on your phone");
    await mailbox.next(email);
    await signedIn(email);
  });

  it("adds a passkey, which signs in, and removes it", async () => {
    const { browser } = await signedIn("patient@careconnect.test");
    const page = await browser.open("/oidc/account/passkeys");
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const post = (path: string, fields: Record<string, string> = {}) =>
      browser.open(path, { method: "POST", body: new URLSearchParams({ form_token: token, ...fields }) });
    const options = JSON.parse((await post("/oidc/account/passkeys/options")).text);
    const device = createTestAuthenticator();
    const response = device.create(options, new URL(identity.subgraph.issuer.issuer).origin);
    expect((await post("/oidc/account/passkeys", { response })).text).toContain("Keep your recovery codes");
    expect((await post("/oidc/account/passkeys", { response })).status).toBe(401);
    const on = await account(browser);
    const [, id] = /passkeys\/([0-9a-f-]{36})\/remove/.exec(on.text) ?? [];
    expect((await press(browser, on, `/passkeys/${id}/remove`)).text).not.toContain(String(id));
    expect(await identity.sql("select 1 from passkey")).toEqual([]);
    expect(
      await identity.sql(
        "select 1 from recovery_code r join user_account u on u.id = r.user_id where u.display_name = 'Paula Jensen'",
      ),
    ).toEqual([]);
  });

  it("signs out everywhere else when a first factor is set up: whoever is there showed none", async () => {
    const email = "staff@careconnect.test";
    const thief = open();
    const { tokens } = await identity.signIn(thief, email);
    expect((await account(thief)).text).toContain("Your account");
    const { browser } = await signedIn(email);
    const form = await browser.open("/oidc/account/totp");
    const secret = (/<code class="secret">([^<]+)</.exec(form.text)?.[1] ?? "").replaceAll(" ", "");
    const codes = await submit(browser, form, { code: await generate({ secret }) });
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect((await account(thief)).text).toContain("Welcome back");
    await press(browser, await press(browser, codes, "/kept"), "/totp/remove");
  });

  it("keeps one of two factors that somebody must have, when both are removed at once", async () => {
    const email = "nurse@careconnect.test";
    const browser = open();
    const enrolment = await submit(browser, await account(browser), { email, password: "careconnect" });
    const secret = (/<code class="secret">([^<]+)</.exec(enrolment.text)?.[1] ?? "").replaceAll(" ", "");
    const shown = await submit(browser, enrolment, { code: await generate({ secret }) });
    expect((await press(browser, shown, "/finish")).text).toContain("Your account");
    const page = await browser.open("/oidc/account/passkeys");
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const post = (path: string, fields: Record<string, string> = {}) =>
      browser.open(path, { method: "POST", body: new URLSearchParams({ form_token: token, ...fields }) });
    const options = JSON.parse((await post("/oidc/account/passkeys/options")).text);
    const response = createTestAuthenticator().create(options, new URL(identity.subgraph.issuer.issuer).origin);
    const on = await post("/oidc/account/passkeys", { response });
    const [, id] = /passkeys\/([0-9a-f-]{36})\/remove/.exec(on.text) ?? [];
    const removals = [post("/oidc/account/totp/remove"), post(`/oidc/account/passkeys/${id}/remove`)];
    const outcomes = (await Promise.all(removals)).map(({ url }) => url.searchParams.get("outcome"));
    expect(outcomes.sort()).toEqual(["factor", "kept"]);
    const [left] = await identity.sql(
      `select (select count(*) from totp_credential t where t.user_id = u.id)::int
         + (select count(*) from passkey p where p.user_id = u.id)::int as factors from user_account u where roles = '{NURSE}'`,
    );
    expect(left).toEqual({ factors: 1 });
  });

  it("asks for a new sign-in before a factor is changed, when the last one was a while ago", async () => {
    const { browser } = await signedIn("doctor@careconnect.test");
    const realNow = Date.now;
    Date.now = () => realNow() + 11 * 60_000;
    try {
      expect((await browser.open("/oidc/account/totp")).text).toContain("Welcome back");
      expect((await account(browser)).text).toContain("Your account");
    } finally {
      Date.now = realNow;
    }
  });

  it("asks whoever did nothing for half an hour to sign in again, once", async () => {
    const email = "doctor@careconnect.test";
    const { browser } = await signedIn(email);
    await identity.sql("update session set active_at = now() - interval '29 minutes'");
    expect((await account(browser)).text).toContain("Your account");
    await identity.sql("update session set active_at = now() - interval '31 minutes'");
    const asked = await account(browser);
    expect(asked.text).toContain("Welcome back");
    const back = await submit(browser, asked, { email, password: "careconnect" });
    expect(back.text).toContain("Your account");
    expect((await account(browser)).text).toContain("Your account");
  });

  it("counts what the person did and not that their tokens were renewed, and knows what the router tells of it", async () => {
    const browser = open();
    const { tokens } = await identity.signIn(browser, "staff@careconnect.test");
    let refreshToken = tokens.refresh_token;
    const renew = async (told: Record<string, string> = {}) => {
      const form = { grant_type: "refresh_token", refresh_token: refreshToken, ...told };
      const { status, body } = await identity.post("token", form, identity.web);
      expect(status).toBe(200);
      refreshToken = body.refresh_token;
    };
    const idle = () => identity.sql("update session set active_at = now() - interval '31 minutes'");
    await idle();
    await renew();
    await renew({ idle_seconds: "1830" });
    await renew({ idle_seconds: "soon" });
    expect((await account(browser)).text).toContain("Welcome back");
    await renew({ idle_seconds: "60" });
    expect((await account(browser)).text).toContain("Your account");
    // Older news changes nothing.
    await renew({ idle_seconds: "1830" });
    expect((await account(browser)).text).toContain("Your account");
  });

  it("is not kept open by a client that renews by itself", async () => {
    const browser = open();
    const { tokens } = await identity.signIn(browser, "doctor@careconnect.test", { client: identity.cli });
    await identity.sql("update session set active_at = now() - interval '31 minutes'");
    const form = { grant_type: "refresh_token", refresh_token: tokens.refresh_token, idle_seconds: "0" };
    expect((await identity.post("token", form, identity.cli)).status).toBe(200);
    expect((await account(browser)).text).toContain("Welcome back");
  });

  it("is not found by a browser without the cookie, nor by one whose sign-in was idle for too long", async () => {
    const { browser } = await signedIn("doctor@careconnect.test");
    await identity.sql("update session set active_at = now() - interval '13 hours'");
    expect((await account(browser)).text).toContain("Welcome back");
  });
});
