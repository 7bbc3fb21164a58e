import { altered } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestBrowser, type TestBrowser } from "../testing/test.browser.ts";
import { press, submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { linkIn, openTestMailbox, type TestMailbox } from "../testing/test.mail.ts";
import { emailIndexOf } from "../user/user.email.ts";
import { lockAddress } from "../verification/address.lock.ts";

let mailbox: TestMailbox;
let identity: TestIdentity;
beforeAll(async () => {
  mailbox = openTestMailbox();
  identity = await startTestIdentity({ CARECONNECT_DATA: mailbox.dataFolder });
});
afterAll(async () => {
  await identity.close();
  mailbox.close();
});

const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
const password = "correct pony battery staple";

async function requestAccount(browser: TestBrowser, email: string) {
  return submit(browser, await browser.open("/oidc/account/register"), { email });
}

const withoutTokens = (text: string) =>
  text
    .replaceAll(/name="form_token" value="[^"]*"/g, "")
    .replaceAll(/[\w.-]+@example\.org|nurse@careconnect\.test/g, "…");

describe("registration", () => {
  it("makes an account of a patient for whoever follows the link, and signs them in", async () => {
    const browser = open();
    const sent = await requestAccount(browser, "Mia.Weber@example.org");
    expect(sent.status).toBe(200);
    expect(sent.text).toContain("Check your mail");
    const page = await browser.open(linkIn(await mailbox.next("Mia.Weber@example.org")));
    expect(page.text).toContain('value="Mia.Weber@example.org"');
    const done = await submit(browser, page, { displayName: "Mia Weber", password });
    expect(done.text).toContain("Your account is ready");
    const [user] = await identity.sql(
      `select roles, patient_id, demo, password_hash, email from user_account where display_name = 'Mia Weber'`,
    );
    expect(user).toMatchObject({ roles: ["PATIENT"], patient_id: null, demo: false });
    expect(user?.password_hash).toMatch(/^\$argon2id\$/);
    expect(user?.email).not.toContain("example");
    await expect(identity.signIn(open(), "mia.weber@example.org", { password })).resolves.toHaveProperty("tokens");
    const [event] = await identity.sql(
      "select payload from outbox_event where type = 'user.registered' order by sequence desc limit 1",
    );
    expect(JSON.stringify(event)).not.toMatch(/Mia|example/);
    const [audit] = await identity.sql(
      "select count(*)::int as n from audit_entry a join user_account u on a.actor_id = u.id where 'user.register' = any(a.actions) and u.display_name = 'Mia Weber'",
    );
    expect(audit).toEqual({ n: 1 });
  });

  it("takes a link once, in whatever browser", async () => {
    const email = "once@example.org";
    await requestAccount(open(), email);
    const link = linkIn(await mailbox.next(email));
    const [one, other] = [open(), open()];
    const [first, second] = [await one.open(link), await other.open(link)];
    const outcomes = await Promise.all([
      submit(one, first, { displayName: "One", password }),
      submit(other, second, { displayName: "Other", password }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await open().open(link)).status).toBe(410);
  });

  it("waits for its address before it takes its link, as whoever mails another does", async () => {
    const email = "order@example.org";
    const browser = open();
    await requestAccount(browser, email);
    const page = await browser.open(linkIn(await mailbox.next(email)));
    const held = await identity.subgraph.orm.em.fork().transactional(async (em) => {
      await lockAddress(em, email);
      const answer = submit(browser, page, { displayName: "Order", password });
      const waiting =
        "select count(*)::int as n from pg_stat_activity where wait_event = 'advisory' and datname = current_database()";
      await expect.poll(() => identity.sql(waiting), { timeout: 10_000 }).toEqual([{ n: 1 }]);
      const free = "select id from one_time_link where email_index = ? for update skip locked";
      expect(await em.execute(free, [emailIndexOf(email)])).toHaveLength(1);
      // In an object: awaiting it here would wait for the lock that this transaction holds.
      return { answer };
    });
    expect((await held.answer).status).toBe(200);
  });

  it("does not take a link that is too old, altered or of another kind", async () => {
    const email = "late@example.org";
    await requestAccount(open(), email);
    const link = linkIn(await mailbox.next(email));
    expect((await open().open(altered(link))).status).toBe(410);
    expect((await open().open(link.replace("register", "reset"))).status).toBe(410);
    await identity.sql("update one_time_link set expires_at = now() where used_at is null");
    expect((await open().open(link)).status).toBe(410);
  });

  it("answers the same to an address that has an account, and tells its owner by mail", async () => {
    const known = await requestAccount(open(), "nurse@careconnect.test");
    const unknown = await requestAccount(open(), "nobody@example.org");
    expect(withoutTokens(known.text)).toBe(withoutTokens(unknown.text));
    expect(known.status).toBe(unknown.status);
    const mail = await mailbox.next("nurse@careconnect.test");
    expect(mail).toContain("You already have an account");
    expect(mail).not.toContain("token=");
  });

  it("sends it again, and at most four times within an hour", async () => {
    const email = "again@example.org";
    const browser = open();
    let page = await requestAccount(browser, email);
    for (let round = 0; round < 5; round += 1) page = await press(browser, page, "/account/register");
    expect(page.text).toContain("Check your mail");
    for (let round = 0; round < 4; round += 1) await mailbox.next(email);
    // A mail's row goes once it was delivered.
    await expect.poll(() => identity.sql("select id from outgoing_mail"), { timeout: 10_000 }).toEqual([]);
    expect(mailbox.count(email)).toBe(4);
  });

  it("sends no more than that when it is asked for at once", async () => {
    const email = "crowd@example.org";
    const browser = open();
    const page = await browser.open("/oidc/account/register");
    const crowd = await identity.subgraph.orm.em.fork().transactional(async (em) => {
      await em.execute("lock table one_time_link in share mode");
      const answers = Array.from({ length: 6 }, () => submit(browser, page, { email }));
      const waiting =
        "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
      await expect.poll(() => identity.sql(waiting), { timeout: 10_000 }).toEqual([{ n: answers.length }]);
      // In an object: awaiting them here would wait for the lock that this transaction holds.
      return { answers };
    });
    await Promise.all(crowd.answers);
    for (let round = 0; round < 4; round += 1) await mailbox.next(email);
    await expect.poll(() => identity.sql("select id from outgoing_mail"), { timeout: 10_000 }).toEqual([]);
    expect(mailbox.count(email)).toBe(4);
  });

  it("mails to a few addresses for one client address, and counts a reset as it does a registration", async () => {
    await identity.sql("delete from sign_in_failure");
    await requestAccount(open(), "first@example.org");
    await identity.sql("update sign_in_failure set failures = 30");
    for (const path of ["register", "reset"]) {
      const browser = open();
      const refused = await submit(browser, await browser.open(`/oidc/account/${path}`), {
        email: `${path}@example.org`,
      });
      expect(refused.status).toBe(429);
      expect(refused.text).toContain("try again in");
    }
    const entries = await identity.sql(
      "select actions, outcome, target from audit_entry where actions[1] like '%.request' order by occurred_at desc limit 3",
    );
    expect(entries.map(({ actions, outcome }) => [actions, outcome])).toEqual([
      [["user.password.reset.request"], "REFUSED"],
      [["user.register.request"], "REFUSED"],
      [["user.register.request"], "ALLOWED"],
    ]);
    expect(entries.map(({ target }) => target)).toEqual(Array(3).fill(expect.stringMatching(/^[\w-]{43}$/)));
    await identity.sql("delete from sign_in_failure");
  });

  it.each([
    ["short", "At least 12 characters"],
    ["careconnect2026", "first passwords that people guess"],
    ["Lena.Vogt.2026", "mostly your name"],
  ])("refuses the password %s and says why beside the field", async (weak, reason) => {
    const email = `lena.vogt+${weak.length}@example.org`;
    const browser = open();
    await requestAccount(browser, email);
    const page = await browser.open(linkIn(await mailbox.next(email)));
    const refused = await submit(browser, page, { displayName: "Lena Vogt", password: weak });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(reason);
    expect(refused.text).toMatch(
      /id="password"[^>]*aria-describedby="password-hint password-error" aria-invalid="true"/,
    );
    expect(refused.text).toContain('value="Lena Vogt"');
    expect(refused.text).not.toContain(weak);
    expect((await submit(browser, refused, { displayName: "Lena Vogt", password })).status).toBe(200);
  });

  it("refuses what is no address", async () => {
    const refused = await requestAccount(open(), "not an address");
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Enter an e-mail address");
  });
});

describe("a form", () => {
  it("is refused without the token, and with the token of another browser", async () => {
    const [browser, stranger] = [open(), open()];
    const page = await browser.open("/oidc/account/register");
    const foreign = await stranger.open("/oidc/account/register");
    const body = new URLSearchParams({ email: "x@example.org" });
    expect((await browser.open(page.url.href, { method: "POST", body })).status).toBe(403);
    expect((await submit(browser, foreign, { email: "x@example.org" })).status).toBe(403);
    expect((await submit(browser, page, { email: "x@example.org" })).status).toBe(200);
  });

  it("is small, and nothing but a form", async () => {
    const url = `${identity.subgraph.url}/oidc/account/register`;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await fetch(url, { method: "POST", headers, body: `email=${"x".repeat(40_000)}` })).status).toBe(413);
    expect(
      (await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })).status,
    ).toBe(415);
  });

  it("stands on a page that nobody can frame and that loads nothing but the font of our own", async () => {
    const answer = await fetch(`${identity.subgraph.url}/oidc/account/register`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'/);
    expect(policy).toMatch(/; font-src 'self'$/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax/);
    expect(await answer.text()).not.toMatch(/<script|style="|https?:/);
  });
});

describe("registration that is closed", () => {
  it("says so", async () => {
    const closed = await startTestIdentity({
      CARECONNECT_DATA: mailbox.dataFolder,
      SELF_REGISTRATION_ORGANIZATION: "",
    });
    try {
      const answer = await fetch(`${closed.subgraph.url}/oidc/account/register`);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain("by invitation");
      for (const spelling of ["%72egister", "%72egister/confirm"]) {
        const url = `${closed.subgraph.url}/oidc/account/${spelling}`;
        expect([(await fetch(url)).status, (await fetch(url, { method: "POST" })).status]).toEqual([404, 404]);
      }
    } finally {
      await closed.close();
    }
  });
});
