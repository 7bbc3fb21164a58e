import { decodeJwt } from "jose";
import { generate } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestAuthenticator, type TestAuthenticator } from "../testing/test.authenticator.ts";
import { createPkce, openTestBrowser, type TestBrowser, type Visit } from "../testing/test.browser.ts";
import { press, submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { linkIn, openTestMailbox, type TestMailbox } from "../testing/test.mail.ts";

let mailbox: TestMailbox;
let identity: TestIdentity;
beforeAll(async () => {
  mailbox = openTestMailbox();
  // Nurses must have a second factor, everybody else may.
  identity = await startTestIdentity({ CARECONNECT_DATA: mailbox.dataFolder, MFA_REQUIRED_ROLES: "NURSE" });
});
afterAll(async () => {
  await identity.close();
  mailbox.close();
});

const password = "careconnect";
const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
const origin = () => new URL(identity.subgraph.issuer.issuer).origin;

/** A browser at the sign-in page, and how it exchanges the code in the end. */
async function begin(browser: TestBrowser = open(), more: Record<string, string> = {}) {
  const { verifier, challenge } = createPkce();
  const asked = { scope: "openid graphql", code_challenge: challenge, code_challenge_method: "S256", ...more };
  const page = await browser.open(identity.authorizationUrl(identity.web, asked));
  const claimsAt = async (visit: Visit) => {
    const code = visit.url.searchParams.get("code");
    if (code === null) throw new Error(`The sign-in ended at ${visit.url}: ${visit.text}`);
    const form = {
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: identity.web.redirectUri,
    };
    const { body } = await identity.post("token", form, identity.web);
    return decodeJwt(body.access_token);
  };
  return { browser, page, claimsAt };
}

async function optionsFor(browser: TestBrowser, page: Visit, path: string) {
  const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  const at = `${page.url.pathname.split("/").slice(0, 4).join("/")}${path}`;
  const visit = await browser.open(at, { method: "POST", body: new URLSearchParams({ form_token: token }) });
  return { options: JSON.parse(visit.text), at: at.replace(/\/options$/, ""), token };
}

async function usePasskey(browser: TestBrowser, page: Visit, device: TestAuthenticator): Promise<Visit> {
  const { options, at, token } = await optionsFor(browser, page, "/passkey/options");
  const response = device.get(options, origin());
  return browser.open(at, { method: "POST", body: new URLSearchParams({ form_token: token, response }) });
}

const secretIn = (page: Visit) => (/<code class="secret">([^<]+)</.exec(page.text)?.[1] ?? "").replaceAll(" ", "");
const codesIn = (page: Visit) =>
  [...page.text.matchAll(/<li>([a-z0-9]{5}-[a-z0-9]{5})<\/li>/g)].map(([, code]) => String(code));
const later = () => Math.floor(Date.now() / 1_000) + 30;

describe("the sign-in page", () => {
  it("signs in with a password, and the token says so", async () => {
    const { browser, page, claimsAt } = await begin();
    expect(page.text).toMatch(/<input id="email" name="email" type="email"/);
    const end = await submit(browser, page, { email: "Doctor@CareConnect.test ", password });
    expect(await claimsAt(end)).toMatchObject({ roles: ["PROVIDER"], amr: ["pwd"], acr: "aal1" });
    const [audit] = await identity.sql(
      "select outcome from audit_entry where 'user.sign-in' = any(actions) order by occurred_at desc limit 1",
    );
    expect(audit).toEqual({ outcome: "ALLOWED" });
  });

  it("signs a demo account in with one click", async () => {
    const { browser, page, claimsAt } = await begin();
    const end = await submit(browser, page, { account: "staff@careconnect.test" });
    expect(await claimsAt(end)).toMatchObject({ roles: ["STAFF"] });
  });

  it("has the address of the demo account that was chosen filled in, until another one is tried", async () => {
    const { browser, page } = await begin(open(), { login_hint: "nurse@careconnect.test" });
    expect(page.text).toMatch(/<input id="email"[^>]* value="nurse@careconnect.test"/);
    const refused = await submit(browser, page, { email: "staff@careconnect.test", password: "wrong" });
    expect(refused.text).toMatch(/<input id="email"[^>]* value="staff@careconnect.test"/);
  });

  it("answers the same to a wrong password and to an address that nobody has, and writes as much", async () => {
    const entries = async () =>
      (await identity.sql("select count(*)::int as n from audit_entry where outcome = 'REFUSED'"))[0]?.n as number;
    const answers: string[] = [];
    const written: number[] = [];
    const statements: string[][] = [];
    for (const email of ["doctor@careconnect.test", "nobody@careconnect.test"]) {
      const { browser, page } = await begin();
      const before = await entries();
      identity.subgraph.statements.length = 0;
      const refused = await submit(browser, page, { email, password: "my secret guess" });
      // Beside the sign-in, what runs in the background sends some too.
      const own = identity.subgraph.statements.filter((sql) => /user_account|sign_in_failure|audit_entry/.test(sql));
      statements.push(own.map((sql) => sql.split(" ").slice(0, 3).join(" ")));
      written.push((await entries()) - before);
      expect(refused.status).toBe(401);
      expect(refused.text).toContain('role="alert"');
      expect(refused.text).not.toContain("my secret guess");
      answers.push(refused.text.replaceAll(/interaction\/[\w-]+|(value|nonce)="[^"]*"/g, ""));
    }
    expect(answers[0]).toBe(answers[1]);
    expect(written).toEqual([1, 1]);
    expect(statements[0]?.length).toBeGreaterThan(0);
    expect(statements[0]).toEqual(statements[1]);
  });

  it("slows a client address down that tries many e-mail addresses", async () => {
    await identity.sql("delete from sign_in_failure");
    await identity.sql("insert into sign_in_failure select 'other', 1, now()");
    const { browser, page } = await begin();
    await submit(browser, page, { email: "first@example.org", password: "wrong" });
    const subjects = await identity.sql("select subject from sign_in_failure where subject <> 'other'");
    expect(subjects).toHaveLength(2);
    await identity.sql("update sign_in_failure set failures = 55 where subject <> 'other'");
    const refused = await submit(browser, page, { email: "second@example.org", password: "wrong" });
    expect(refused.status).toBe(429);
    // Half a minute a failure: what many people share is not closed for ever.
    await identity.sql("update sign_in_failure set last_failed_at = now() - interval '20 minutes'");
    expect((await submit(browser, page, { email: "third@example.org", password: "wrong" })).status).toBe(401);
    const failures = (await identity.sql("select failures from sign_in_failure")).map((row) => row.failures);
    expect(failures).toContain(16);
    await identity.sql("delete from sign_in_failure");
  });

  it("is nobody else's: another browser, or the same after its end, is told that it is over", async () => {
    const { browser, page } = await begin();
    const stranger = await open().open(page.url.href);
    expect(stranger.status).toBe(400);
    expect(stranger.text).toContain("This sign-in is over");
    // The address names another sign-in than the cookie.
    const other = await begin();
    const foreign = await other.browser.open(page.url.href);
    expect([foreign.status, foreign.text]).toEqual([400, expect.stringContaining("This sign-in is over")]);
    await submit(browser, page, { email: "doctor@careconnect.test", password });
    expect((await browser.open(page.url.href)).text).toContain("This sign-in is over");
  });
});

describe("a role that needs a second factor", () => {
  let secret: string;
  let codes: string[];

  it("sets one up at the sign-in, sees ten recovery codes once, and only then is signed in", async () => {
    const { browser, page, claimsAt } = await begin();
    const enrolment = await submit(browser, page, { email: "nurse@careconnect.test", password });
    expect(enrolment.text).toContain("Protect your account");
    secret = secretIn(enrolment);
    const wrong = await submit(browser, enrolment, { code: "000000" });
    expect(wrong.status).toBe(401);
    expect(secretIn(wrong)).toBe(secret);
    const shown = await submit(browser, wrong, { code: await generate({ secret }) });
    codes = codesIn(shown);
    expect(new Set(codes).size).toBe(10);
    expect(await claimsAt(await press(browser, shown, "/finish"))).toMatchObject({
      amr: ["pwd", "otp", "mfa"],
      acr: "aal2",
    });
    const rows = await identity.sql("select secret from totp_credential");
    expect(JSON.stringify(rows)).not.toContain(secret);
    const hashes = await identity.sql("select code_hash from recovery_code");
    expect(codes.some((code) => JSON.stringify(hashes).includes(code))).toBe(false);
  });

  it("is in no token of a sign-in by one factor whose owner is given it later: they show two first", async () => {
    const email = "patient@careconnect.test";
    const browser = open();
    const { tokens } = await identity.signIn(browser, email);
    const { sub } = decodeJwt(tokens.access_token);
    await identity.sql(`update user_account set roles = '{NURSE}' where id = '${sub}'`);
    const form = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    expect((await identity.post("token", form, identity.web)).body.error).toBe("invalid_grant");
    const { page, claimsAt } = await begin(browser);
    const enrolment = await submit(browser, page, { email, password });
    const shown = await submit(browser, enrolment, { code: await generate({ secret: secretIn(enrolment) }) });
    expect(await claimsAt(await press(browser, shown, "/finish"))).toMatchObject({ roles: ["NURSE"], acr: "aal2" });
    await identity.sql(`update user_account set roles = '{PATIENT}' where id = '${sub}'`);
    for (const factor of ["totp_credential", "recovery_code"])
      await identity.sql(`delete from ${factor} where user_id = '${sub}'`);
  });

  it("takes each code of the app once, even when two come with it at once", async () => {
    const attempts = await Promise.all(
      [1, 2].map(async () => {
        const { browser, page } = await begin();
        const asked = await submit(browser, page, { email: "nurse@careconnect.test", password });
        expect(asked.text).toContain("One more step");
        return { browser, asked };
      }),
    );
    const code = await generate({ secret });
    // The enrolment may have taken this very code: as if that were long ago.
    await identity.sql("update totp_credential set last_step = 1");
    const sent = await identity.subgraph.orm.em.fork().transactional(async (em) => {
      await em.execute("select id from totp_credential for update");
      const answers = attempts.map(({ browser, asked }) => submit(browser, asked, { code }));
      const waiting =
        "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
      await expect.poll(() => identity.sql(waiting), { timeout: 10_000 }).toEqual([{ n: 2 }]);
      // In an object: awaiting them here would wait for the lock that this transaction holds.
      return { answers };
    });
    const ends = await Promise.all(sent.answers);
    expect(ends.filter(({ url }) => url.searchParams.has("code"))).toHaveLength(1);
    expect(ends.filter(({ status }) => status === 401)).toHaveLength(1);
    const { browser, page } = await begin();
    const asked = await submit(browser, page, { email: "nurse@careconnect.test", password });
    expect((await submit(browser, asked, { code })).status).toBe(401);
  });

  it("signs in with a recovery code, once", async () => {
    await identity.sql("delete from sign_in_failure");
    const recovery = codes[3] ?? "";
    const { browser, page, claimsAt } = await begin();
    const asked = await submit(browser, page, { email: "nurse@careconnect.test", password });
    expect(await claimsAt(await submit(browser, asked, { recovery: recovery.toUpperCase() }))).toMatchObject({
      acr: "aal2",
    });
    const again = await begin();
    const second = await submit(again.browser, again.page, { email: "nurse@careconnect.test", password });
    expect((await submit(again.browser, second, { recovery })).status).toBe(401);
  });

  it("is slowed down after five wrong codes", async () => {
    await identity.sql("delete from sign_in_failure");
    const { browser, page } = await begin();
    let visit = await submit(browser, page, { email: "nurse@careconnect.test", password });
    for (let round = 0; round < 5; round += 1) visit = await submit(browser, visit, { code: "000000" });
    expect((await submit(browser, visit, { code: await generate({ secret }) })).status).toBe(429);
    await identity.sql("delete from sign_in_failure");
  });

  it("has no more guesses when they come at once", async () => {
    await identity.sql("delete from sign_in_failure");
    const { browser, page } = await begin();
    const asked = await submit(browser, page, { email: "nurse@careconnect.test", password });
    const refusals = () => identity.sql("select 1 from audit_entry where outcome = 'REFUSED'");
    const before = (await refusals()).length;
    const guesses = Array.from({ length: 12 }, () => submit(browser, asked, { code: "000000" }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    expect((await submit(browser, asked, { code: await generate({ secret, epoch: later() }) })).status).toBe(429);
    // One for each guess, and one for all that the lock kept out.
    expect(await refusals()).toHaveLength(before + 6);
    await identity.sql("delete from sign_in_failure");
  });

  it("cannot skip it", async () => {
    const { browser, page } = await begin();
    await submit(browser, page, { email: "nurse@careconnect.test", password });
    for (const path of ["finish", "enrolment", "enrolment/passkey"]) {
      const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
      const body = new URLSearchParams({ form_token: token, code: "000000" });
      const visit = await browser.open(`${page.url.pathname}/${path}`, { method: "POST", body });
      expect(visit.text).toContain("Welcome back");
    }
    const { browser: other, page: start } = await begin();
    expect((await other.open(`${start.url.pathname}/second-factor`)).text).toContain("Welcome back");
  });
});

describe("a passkey", () => {
  const device = createTestAuthenticator();

  it("is set up where a second factor is needed", async () => {
    await identity.sql("update user_account set roles = '{STAFF,NURSE}' where display_name = 'Samuel Ortiz'");
    const { browser, page, claimsAt } = await begin();
    const enrolment = await submit(browser, page, { email: "staff@careconnect.test", password });
    const { options, at, token } = await optionsFor(browser, enrolment, "/enrolment/passkey/options");
    expect(options.authenticatorSelection).toMatchObject({ residentKey: "required", userVerification: "required" });
    const response = device.create(options, origin());
    const shown = await browser.open(at, {
      method: "POST",
      body: new URLSearchParams({ form_token: token, response }),
    });
    expect(codesIn(shown)).toHaveLength(10);
    expect(await claimsAt(await press(browser, shown, "/finish"))).toMatchObject({ acr: "aal2" });
  });

  it("signs in by itself, as two factors", async () => {
    const { browser, page, claimsAt } = await begin();
    const claims = await claimsAt(await usePasskey(browser, page, device));
    expect(claims).toMatchObject({ roles: ["STAFF", "NURSE"], amr: ["hwk", "user", "mfa"], acr: "aal2" });
  });

  it("signs in where so many have failed that no password is taken", async () => {
    const { browser, page } = await begin();
    await usePasskey(browser, page, createTestAuthenticator());
    await identity.sql("update sign_in_failure set failures = 50");
    expect((await submit(browser, page, { email: "staff@careconnect.test", password })).status).toBe(429);
    expect((await usePasskey(browser, page, createTestAuthenticator())).status).toBe(429);
    expect((await usePasskey(browser, page, device)).url.searchParams.has("code")).toBe(true);
    await identity.sql("delete from sign_in_failure");
  });

  it("answers one challenge once, and no other sign-in's", async () => {
    const one = await begin();
    const other = await begin();
    const { options } = await optionsFor(one.browser, one.page, "/passkey/options");
    const response = device.get(options, origin());
    const send = ({ browser, page }: { browser: TestBrowser; page: Visit }) =>
      browser.open(`${page.url.pathname}/passkey`, {
        method: "POST",
        body: new URLSearchParams({
          form_token: /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "",
          response,
        }),
      });
    expect((await send(other)).status).toBe(401);
    expect((await send(one)).url.searchParams.has("code")).toBe(true);
    const third = await begin();
    expect((await send(third)).status).toBe(401);
  });

  it("of a device that nobody knows, for another site, or without verifying its holder is refused", async () => {
    const attempt = async (stranger: TestAuthenticator, at: string) => {
      const { browser, page } = await begin();
      const { options, at: path, token } = await optionsFor(browser, page, "/passkey/options");
      const response = stranger.get(options, at);
      return browser.open(path, { method: "POST", body: new URLSearchParams({ form_token: token, response }) });
    };
    const refusals = () => identity.sql("select target from audit_entry where outcome = 'REFUSED'");
    const before = (await refusals()).length;
    expect((await attempt(createTestAuthenticator(), origin())).status).toBe(401);
    expect((await attempt(device, "https://evil.example")).status).toBe(401);
    expect(await refusals()).toHaveLength(before + 2);

    const { browser, page } = await begin();
    await identity.sql(
      "delete from passkey; delete from recovery_code where user_id = (select id from user_account where display_name = 'Samuel Ortiz')",
    );
    const enrolment = await submit(browser, page, { email: "staff@careconnect.test", password });
    const { options, at, token } = await optionsFor(browser, enrolment, "/enrolment/passkey/options");
    const response = createTestAuthenticator(false).create(options, origin());
    const refused = await browser.open(at, {
      method: "POST",
      body: new URLSearchParams({ form_token: token, response }),
    });
    expect(refused.status).toBe(401);
  });
});

describe("a second factor that is being set up", () => {
  const email = "doctor@careconnect.test";
  const newPassword = "correct pony battery staple";
  beforeAll(() => identity.sql("update user_account set roles = '{PROVIDER,NURSE}' where display_name like '%Reyes'"));
  afterAll(() => identity.sql("update user_account set roles = '{PROVIDER}' where display_name like '%Reyes'"));

  /** A sign-in that waits for its first second factor. */
  async function parked() {
    const { browser, page } = await begin();
    const enrolment = await submit(browser, page, { email, password });
    expect(enrolment.text).toContain("Protect your account");
    return { browser, enrolment, secret: secretIn(enrolment) };
  }
  const apps = () =>
    identity.sql(
      "select t.id from totp_credential t join user_account u on u.id = user_id where display_name like '%Reyes'",
    );

  it("is another one for each sign-in, and good for that one alone", async () => {
    const [one, other] = [await parked(), await parked()];
    expect(one.secret).not.toBe(other.secret);
    const setup = /name="setup" value="([^"]+)"/.exec(other.enrolment.text)?.[1] ?? "";
    const code = await generate({ secret: other.secret });
    const refused = await submit(one.browser, one.enrolment, { setup, code });
    expect(refused.status).toBe(401);
    expect(secretIn(refused)).not.toBe(other.secret);
    expect(await apps()).toEqual([]);
  });

  it("is good for a quarter of an hour", async () => {
    const { browser, enrolment, secret } = await parked();
    const realNow = Date.now;
    Date.now = () => realNow() + 16 * 60_000;
    try {
      const late = await submit(browser, enrolment, { code: await generate({ secret }) });
      expect(late.status).toBe(401);
      expect(secretIn(late)).not.toBe(secret);
    } finally {
      Date.now = realNow;
    }
    expect(await apps()).toEqual([]);
  });

  it("is the only one when two come at once: whoever is second is asked for the first one's", async () => {
    const [waiting, ...racing] = [await parked(), await parked(), await parked()];
    const ends = await Promise.all(
      racing.map(async ({ browser, enrolment, secret }) =>
        submit(browser, enrolment, { code: await generate({ secret }) }),
      ),
    );
    expect(ends.filter((end) => codesIn(end).length === 10)).toHaveLength(1);
    expect(ends.filter(({ text }) => text.includes("One more step"))).toHaveLength(1);
    expect(await apps()).toHaveLength(1);
    expect((await waiting.browser.open(waiting.enrolment.url.href)).text).toContain("One more step");
    expect(await mailbox.next(email)).toContain("Two-step sign-in was changed");
  });

  it("waits no longer when the password is reset", async () => {
    await identity.sql(
      "delete from totp_credential where user_id in (select id from user_account where display_name like '%Reyes')",
    );
    const { browser, enrolment, secret } = await parked();
    const owner = open();
    await submit(owner, await owner.open("/oidc/account/reset"), { email });
    const link = linkIn(await mailbox.next(email));
    expect((await submit(owner, await owner.open(link), { password: newPassword })).status).toBe(200);
    const late = await submit(browser, enrolment, { code: await generate({ secret }) });
    expect(late.text).toContain("Welcome back");
    expect(await apps()).toEqual([]);
  });
});
